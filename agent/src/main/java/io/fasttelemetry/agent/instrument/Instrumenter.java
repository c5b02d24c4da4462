/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRules;
import java.lang.instrument.Instrumentation;

/** Puts the transformer in place, and has it see again what it could not decide. */
public final class Instrumenter implements Runnable {
    private final Instrumentation instrumentation;
    private final MethodTransformer transformer;
    private final LoadedClasses loaded;

    private Instrumenter(Instrumentation instrumentation, RuleMatcher matcher) {
        this.instrumentation = instrumentation;
        transformer = new MethodTransformer(matcher);
        loaded = new LoadedClasses(instrumentation, matcher);
    }

    /**
     * Weaves all classes that the rules name, now and as they are loaded. Called once, on the thread that starts the
     * agent.
     */
    public static Instrumenter install(Instrumentation instrumentation, MethodRules rules, ClassExcludes excludes) {
        Instrumenter instrumenter = new Instrumenter(instrumentation, new RuleMatcher(rules, excludes));
        instrumenter.warmUp();
        instrumentation.addTransformer(instrumenter.transformer, true);
        try {
            instrumenter.loaded.weaveAll();
        } catch (Throwable t) {
            instrumenter.uninstall(); // half an agent would record what nobody exports
            throw t;
        }
        return instrumenter;
    }

    /** No class is woven from now on. */
    public void uninstall() {
        instrumentation.removeTransformer(transformer);
    }

    /**
     * Weaves what could not be decided when it was defined: for the export thread, now and then. Costs nothing mostly.
     */
    @Override
    public void run() {
        loaded.weaveLate();
    }

    /** Loads what the first transformation would otherwise load in the middle of a class being defined. */
    private void warmUp() {
        byte[] empty = {};
        transformer.transform(ClassLoader.getSystemClassLoader(), "io/fasttelemetry/agent/None", null, null, empty);
    }
}
