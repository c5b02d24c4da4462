/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.ConfigLoader;
import io.fasttelemetry.agent.config.ExporterKind;
import io.fasttelemetry.agent.config.LoadedConfig;
import io.fasttelemetry.agent.config.SamplerKind;
import io.fasttelemetry.agent.control.AgentStatus;
import io.fasttelemetry.agent.control.AgentVersion;
import io.fasttelemetry.agent.export.ConsoleSpanExporter;
import io.fasttelemetry.agent.export.ExportService;
import io.fasttelemetry.agent.export.NoopSpanExporter;
import io.fasttelemetry.agent.export.SpanExporter;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.counts.SelfMetrics;
import io.fasttelemetry.agent.export.otlp.OtlpSpanExporter;
import io.fasttelemetry.agent.export.otlp.RequestEncoders;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.instrument.Instrumenter;
import io.fasttelemetry.agent.instrument.MethodTransformer;
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.bootstrap.Sampling;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.Tracer;
import java.lang.instrument.Instrumentation;
import java.util.Random;

/**
 * Wires the parts together: configuration, recorder, transformer, export thread, in this order. The one class that sees all.
 *
 * <p>Called once, on the thread that starts the agent. {@link AgentPremain} turns what it throws into one log message.
 */
public final class Agent {
    /** With less, the classes for sending do not fit. A little below what the JVM reports for {@code -Xmx16m}. */
    private static final long MIN_HEAP_BYTES = 14L << 20;

    private static volatile ExportService service;

    private Agent() {}

    /** Starts the agent. Logs one message and returns where it cannot or shall not run. */
    public static void start(String arguments, Instrumentation instrumentation) throws Throwable {
        LoadedConfig loaded = ConfigLoader.load(arguments);
        AgentConfig config = loaded.config();
        AgentLog.configure(LogLevel.of(config.logLevel()), config.logFile());
        for (String problem : loaded.problems()) {
            AgentLog.warn(problem);
        }
        if (!config.enabled()) {
            AgentStatus.publish("disabled by configuration");
            return;
        }
        if (config.methodRules().isEmpty()) {
            if (config.methods() == null) {
                AgentLog.warn("no methods to trace: name them with -Dfasttelemetry.methods='com.acme.Cart[checkout]'");
            }
            AgentStatus.publish("no methods to trace");
            return;
        }
        long maxHeapBytes = Runtime.getRuntime().maxMemory();
        if (maxHeapBytes < MIN_HEAP_BYTES) {
            AgentLog.warn("not started: maximum heap is " + (maxHeapBytes >> 20) + " MiB, at least "
                    + (MIN_HEAP_BYTES >> 20) + " MiB is required");
            AgentStatus.publish("heap too small");
            return;
        }
        long[] seed = RandomSeed.read(4);
        SpanCollector collector = new SpanCollector(
                config.bufferBytes(),
                config.maxBatchSize(),
                Runtime.getRuntime().availableProcessors());
        Sampling.keepRatio(ratio(config));
        Tracer.install(collector, seed[0], seed[1]);
        MethodTransformer transformer = null;
        try {
            transformer = Instrumenter.install(instrumentation, config.methodRules(), config.classExcludes());
            service = startExport(config, collector, seed[2], seed[3]);
        } catch (Throwable t) {
            Tracer.uninstall(); // half an agent would record what nobody exports
            if (transformer != null) {
                instrumentation.removeTransformer(transformer);
            }
            throw t;
        } finally {
            AgentLog.writeQueued(); // on classes that were loaded already
        }
        AgentStatus.publish(AgentStatus.RUNNING);
        if (AgentLog.isEnabled(LogLevel.INFO)) {
            AgentLog.info("version " + AgentVersion.VERSION + " traces " + config.methodRules() + " of "
                    + config.serviceName() + " to " + config.tracesUrlForMessages());
        }
    }

    private static ExportService startExport(AgentConfig config, SpanCollector collector, long seedHigh, long seedLow) {
        ExportCounters counters = new ExportCounters();
        SpanExporter exporter;
        SelfMetrics metrics = null;
        if (config.exporter() == ExporterKind.OTLP) {
            RequestEncoders encoders =
                    new RequestEncoders(config, AgentVersion.VERSION, RandomSeed.uuid(seedHigh, seedLow));
            ReloadingSender sender = new ReloadingSender(config, AgentVersion.VERSION);
            exporter =
                    new OtlpSpanExporter(config, encoders, sender, collector, counters, new Random(seedHigh ^ seedLow));
            metrics = config.metricsUrl() == null ? null : new SelfMetrics(config, sender, encoders);
        } else if (config.exporter() == ExporterKind.CONSOLE) {
            exporter = new ConsoleSpanExporter(counters);
        } else {
            exporter = new NoopSpanExporter(counters);
        }
        return ExportService.start(config, collector, exporter, counters, metrics, new AgentStatus());
    }

    /** Does what an attaching process asks of this agent: {@code flush:ID}. Ignores what it does not know. Any thread. */
    public static void command(String command) {
        ExportService running = service;
        if (running != null && command.startsWith("flush:")) {
            running.requestFlush(command.substring("flush:".length()));
        }
    }

    private static double ratio(AgentConfig config) {
        SamplerKind sampler = config.sampler();
        if (sampler.takesRatio()) {
            return config.samplerRatio();
        }
        return sampler == SamplerKind.ALWAYS_OFF || sampler == SamplerKind.PARENTBASED_ALWAYS_OFF ? 0 : 1;
    }
}
