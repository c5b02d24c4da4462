/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRules;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Installs the transformer, and retransforms classes that it could not decide about at first.
 *
 * <p>{@link Instrumentation} can open any module, so no object that the application could reach refers to it: it is
 * handed to the export thread, and is a thread-local value there from that thread's first turn on.
 */
public final class Instrumenter implements Runnable {
    private static final ThreadLocal<Instrumentation> TAKEN = new ThreadLocal<>();

    private final MethodTransformer transformer;
    private final LoadedClasses loaded;
    private final AtomicReference<Instrumentation> handOver;

    private Instrumenter(Instrumentation instrumentation, RuleMatcher matcher) {
        transformer = new MethodTransformer(matcher);
        loaded = new LoadedClasses(matcher);
        handOver = new AtomicReference<>(instrumentation);
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
            instrumenter.loaded.weaveAll(instrumentation);
        } catch (Throwable t) {
            instrumenter.uninstall(instrumentation); // otherwise spans would be recorded and never exported
            throw t;
        }
        return instrumenter;
    }

    /** Removes the transformer: no class is woven from now on. */
    public void uninstall(Instrumentation instrumentation) {
        instrumentation.removeTransformer(transformer);
    }

    /**
     * Weaves classes that could not be decided about when they were defined. Called by the export thread in each turn;
     * usually there is nothing to do.
     */
    @Override
    public void run() {
        Instrumentation instrumentation = TAKEN.get();
        if (instrumentation == null) {
            instrumentation = handOver.getAndSet(null);
            TAKEN.set(instrumentation);
        }
        loaded.weaveLate(instrumentation);
    }

    /** Loads what the first transformation would otherwise load in the middle of a class being defined. */
    private void warmUp() {
        byte[] empty = {};
        transformer.transform(ClassLoader.getSystemClassLoader(), "io/fasttelemetry/agent/None", null, null, empty);
    }
}
