/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
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

    /** Time from the start after which rules are reported; an application has loaded most of its classes by then. */
    private static final long REPORT_AFTER_NANOS = 60_000_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final MethodTransformer transformer;
    private final LoadedClasses loaded;
    private final MatchReport report;
    private final long startNanos = System.nanoTime();
    private boolean isReported;
    private final AtomicReference<Instrumentation> handOver;

    private Instrumenter(Instrumentation instrumentation, RuleMatcher matcher, MatchReport report, AgentConfig config) {
        this.report = report;
        transformer = new MethodTransformer(
                matcher, config.get(Options.MIN_DURATION_MILLIS) * NANOS_PER_MILLI, config.get(Options.REDACT));
        loaded = new LoadedClasses(matcher);
        handOver = new AtomicReference<>(instrumentation);
    }

    /**
     * Weaves all classes that the rules name, now and as they are loaded. Called once, on the thread that starts the
     * agent.
     */
    public static Instrumenter install(Instrumentation instrumentation, AgentConfig config) {
        MethodRules rules = config.get(Options.METHODS);
        MatchReport report = new MatchReport(rules.rules(), config.get(Options.MAX_METHODS));
        RuleMatcher matcher =
                new RuleMatcher(rules, config.get(Options.METHODS_EXCLUDE), config.get(Options.ANNOTATIONS), report);
        Instrumenter instrumenter = new Instrumenter(instrumentation, matcher, report, config);
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
     * Weaves classes that could not be decided about when they were defined, and reports what the rules matched once
     * the application has been up for a while. Called by the export thread in each turn; usually there is nothing to
     * do.
     */
    @Override
    public void run() {
        Instrumentation instrumentation = taken();
        loaded.weaveLate(instrumentation);
        if (!isReported && System.nanoTime() - startNanos >= REPORT_AFTER_NANOS) {
            isReported = true;
            new MatchMessages(report).log(true, instrumentation);
        }
    }

    /** What the export thread has to do before it ends: report the rules, those that matched something only once. */
    public Runnable lastReport() {
        return new LastReport(this);
    }

    private Instrumentation taken() {
        Instrumentation instrumentation = TAKEN.get();
        if (instrumentation == null) {
            instrumentation = handOver.getAndSet(null);
            TAKEN.set(instrumentation);
        }
        return instrumentation;
    }

    /** Loads what the first transformation would otherwise load in the middle of a class being defined. */
    private void warmUp() {
        byte[] empty = {};
        transformer.transform(ClassLoader.getSystemClassLoader(), "io/fasttelemetry/agent/None", null, null, empty);
    }

    private static final class LastReport implements Runnable {
        private final Instrumenter instrumenter;

        LastReport(Instrumenter instrumenter) {
            this.instrumenter = instrumenter;
        }

        @Override
        public void run() {
            new MatchMessages(instrumenter.report).log(!instrumenter.isReported, instrumenter.taken());
        }
    }
}
