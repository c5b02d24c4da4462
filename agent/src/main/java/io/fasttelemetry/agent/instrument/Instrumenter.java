/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRules;
import java.lang.instrument.Instrumentation;

/** Puts the transformer in place. */
public final class Instrumenter {
    private Instrumenter() {}

    /**
     * Weaves all classes that the rules name, now and as they are loaded. Called once, on the
     * thread that starts the agent.
     */
    public static MethodTransformer install(
            Instrumentation instrumentation, MethodRules rules, ClassExcludes excludes) {
        MethodTransformer transformer = new MethodTransformer(new RuleMatcher(rules, excludes));
        warmUp(transformer);
        instrumentation.addTransformer(transformer, true);
        try {
            transformer.retransformLoaded(instrumentation);
        } catch (Throwable t) {
            instrumentation.removeTransformer(transformer); // half an agent would record what nobody exports
            throw t;
        }
        return transformer;
    }

    /** Loads what the first transformation would otherwise load in the middle of a class being defined. */
    private static void warmUp(MethodTransformer transformer) {
        byte[] empty = {};
        transformer.transform(ClassLoader.getSystemClassLoader(), "io/fasttelemetry/agent/None", null, null, empty);
    }
}
