/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.ConfigLoader;
import io.fasttelemetry.agent.config.LoadedConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.config.SamplerKind;
import io.fasttelemetry.agent.export.Exporter;
import io.fasttelemetry.agent.instrument.Instrumenter;
import io.fasttelemetry.agent.instrument.MethodTransformer;
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.agent.rules.MethodRules;
import io.fasttelemetry.bootstrap.Sampling;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.Tracer;
import java.lang.instrument.Instrumentation;

/**
 * The wiring: configuration, recorder, export thread, transformer, in this order. The one class that sees all parts.
 *
 * <p>Called once, on the thread that starts the agent. What it throws, the premain class turns into one line.
 */
public final class Agent {
    /** With less, the classes for sending do not fit. A little below what the JVM reports for {@code -Xmx16m}. */
    private static final long LEAST_HEAP_BYTES = 14L << 20;

    private static volatile Exporter exporter;

    private Agent() {}

    public static void start(String arguments, Instrumentation instrumentation) throws Throwable {
        LoadedConfig loaded = ConfigLoader.load(arguments);
        AgentConfig config = loaded.config();
        AgentLog.configure(LogLevel.of(config.get(Options.LOG_LEVEL)), config.get(Options.LOG_FILE));
        for (String problem : loaded.problems()) {
            AgentLog.warn(problem);
        }
        if (!config.get(Options.ENABLED)) {
            AgentStatus.publish("disabled by configuration");
            return;
        }
        if (config.get(Options.METHODS).isEmpty()) {
            if (config.get(Options.METHODS) == MethodRules.NONE) {
                AgentLog.warn("no methods to trace: name them with -Dfasttelemetry.methods='com.acme.Cart[checkout]'");
            }
            AgentStatus.publish("no methods to trace");
            return;
        }
        long maxHeapBytes = Runtime.getRuntime().maxMemory();
        if (maxHeapBytes < LEAST_HEAP_BYTES) {
            AgentLog.warn("the agent stays out: a heap of " + (maxHeapBytes >> 20) + " MiB is too small, it takes "
                    + (LEAST_HEAP_BYTES >> 20));
            AgentStatus.publish("heap too small");
            return;
        }
        long[] seed = RandomSeed.read(4);
        SpanCollector collector = new SpanCollector(
                config.get(Options.BUFFER_BYTES),
                config.get(Options.MAX_BATCH_SIZE),
                Runtime.getRuntime().availableProcessors());
        Sampling.keepRatio(ratio(config));
        Tracer.install(collector, seed[0], seed[1]);
        MethodTransformer transformer =
                Instrumenter.install(instrumentation, config.get(Options.METHODS), config.get(Options.METHODS_EXCLUDE));
        try {
            exporter = Exporter.start(config, collector, AgentVersion.VERSION, seed[2], seed[3], new AgentStatus());
        } catch (Throwable t) {
            instrumentation.removeTransformer(transformer); // half an agent would record what nobody exports
            throw t;
        } finally {
            AgentLog.writeQueued(); // on classes that were loaded already
        }
        AgentStatus.publish(AgentStatus.RUNNING);
        if (AgentLog.isEnabled(LogLevel.INFO)) {
            AgentLog.info("version " + AgentVersion.VERSION + " traces " + config.get(Options.METHODS) + " of "
                    + config.get(Options.SERVICE_NAME) + " to " + config.tracesUrlForMessages());
        }
    }

    /** Does what an attaching process asks of this agent: {@code flush:ID}. Anything else is for later versions. */
    public static void command(String command) {
        Exporter running = exporter;
        if (running != null && command.startsWith("flush:")) {
            running.requestFlush(command.substring("flush:".length()));
        }
    }

    private static double ratio(AgentConfig config) {
        SamplerKind sampler = config.get(Options.SAMPLER);
        if (sampler.takesRatio()) {
            return config.get(Options.SAMPLER_RATIO);
        }
        return sampler == SamplerKind.ALWAYS_OFF || sampler == SamplerKind.PARENTBASED_ALWAYS_OFF ? 0 : 1;
    }
}
