/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.ExporterKind;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.config.SamplerKind;
import io.fasttelemetry.agent.control.AgentStatus;
import io.fasttelemetry.agent.control.AgentVersion;
import io.fasttelemetry.agent.export.AgentThreads;
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
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.bootstrap.Commands;
import io.fasttelemetry.bootstrap.Sampling;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.Tracer;
import java.lang.instrument.Instrumentation;
import java.util.Random;

/**
 * Wires the parts together: recorder, transformer, export thread, in this order. The only class that depends on all of
 * them.
 *
 * <p>Called once, on the thread that starts the agent. {@link AgentPremain} turns what it throws into one log message.
 */
final class Agent {
    private Agent() {}

    /** Starts the agent. Whatever it throws, no transformer is left behind. */
    static void start(AgentConfig config, Instrumentation instrumentation) throws Exception {
        long[] seed = RandomSeed.read(4);
        SpanCollector collector = new SpanCollector(
                config.get(Options.BUFFER_BYTES),
                config.earlyBatchSize(),
                Runtime.getRuntime().availableProcessors());
        Sampling.keepRatio(ratio(config));
        Tracer.install(collector, seed[0], seed[1]);
        Instrumenter instrumenter = null;
        try {
            instrumenter = Instrumenter.install(
                    instrumentation, config.get(Options.METHODS), config.get(Options.METHODS_EXCLUDE));
            ExportService service = startExport(config, collector, seed[2], seed[3]);
            service.everyTurn(instrumenter);
            Commands.takenBy(new FlushCommand(service));
        } catch (Throwable t) {
            Tracer.uninstall(); // otherwise spans would be recorded and never exported
            if (instrumenter != null) {
                instrumenter.uninstall(instrumentation);
            }
            throw t;
        } finally {
            AgentLog.writeQueued(); // messages about classes that were loaded already
        }
        AgentStatus.publishRunning(config.get(Options.METHODS).text());
        if (AgentLog.isEnabled(LogLevel.INFO)) {
            AgentLog.info("version " + AgentVersion.VERSION + " traces " + config.get(Options.METHODS) + " of "
                    + config.serviceNameForMessages() + " to " + config.tracesUrlForMessages());
        }
    }

    private static ExportService startExport(AgentConfig config, SpanCollector collector, long seedHigh, long seedLow) {
        ExportCounters counters = new ExportCounters();
        SpanExporter exporter;
        SelfMetrics metrics = null;
        if (config.get(Options.EXPORTER) == ExporterKind.OTLP) {
            RequestEncoders encoders =
                    new RequestEncoders(config, AgentVersion.VERSION, RandomSeed.uuid(seedHigh, seedLow));
            ReloadingSender sender = new ReloadingSender(config, AgentVersion.VERSION);
            exporter =
                    new OtlpSpanExporter(config, encoders, sender, collector, counters, new Random(seedHigh ^ seedLow));
            metrics = config.get(Options.METRICS_ENDPOINT) == null
                    ? null
                    : new SelfMetrics(config, sender, encoders, new AgentThreads());
        } else if (config.get(Options.EXPORTER) == ExporterKind.CONSOLE) {
            exporter = new ConsoleSpanExporter(counters);
        } else {
            exporter = new NoopSpanExporter(counters);
        }
        return ExportService.start(config, collector, exporter, counters, metrics, new AgentStatus());
    }

    private static double ratio(AgentConfig config) {
        SamplerKind sampler = config.get(Options.SAMPLER);
        if (sampler.takesRatio()) {
            return config.get(Options.SAMPLER_RATIO);
        }
        return sampler == SamplerKind.ALWAYS_OFF || sampler == SamplerKind.PARENTBASED_ALWAYS_OFF ? 0 : 1;
    }

    /** Executes the command of an attaching process, {@code flush:ID}. Ignores unknown commands. Any thread. */
    private static final class FlushCommand extends Commands {
        private final ExportService service;

        FlushCommand(ExportService service) {
            this.service = service;
        }

        @Override
        protected void execute(String command) {
            if (command.startsWith("flush:")) {
                service.requestFlush(command.substring("flush:".length()));
            }
        }
    }
}
