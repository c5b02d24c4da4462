/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every option there is, in the order of the reference. Constants; any thread. */
final class Options {
    private static final String NONE = "none";
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private static final ValueParser<Boolean> FLAG =
            new ChoiceParser<>("a boolean", List.of("true", "false"), List.of(Boolean.TRUE, Boolean.FALSE));
    private static final ValueParser<Boolean> INVERTED_FLAG =
            new ChoiceParser<>("a boolean", List.of("true", "false"), List.of(Boolean.FALSE, Boolean.TRUE));
    private static final ValueParser<String> RULES =
            new RulesTextParser("Class[m1,m2], Class[*], Class::m or Class, with ; between");
    private static final ValueParser<String> EXCLUDES =
            new RulesTextParser("Class, package.*, Class[m1,m2] or Class::m, with , or ; between");
    private static final ValueParser<String> FILE = new FileParser();

    static final ConfigOption<Boolean> ENABLED = new ConfigOption<>(
            new Spelling<>("fasttelemetry.enabled", FLAG, "true"),
            Boolean.TRUE,
            "Whether the agent does anything at all. If the key itself is not set, either alias can"
                    + " switch the agent off.",
            new Spelling<>("otel.javaagent.enabled", FLAG, "true"),
            new Spelling<>("otel.sdk.disabled", INVERTED_FLAG, "false"));

    /** The last alias of {@link #ENABLED} alone, for when the one before it says "enabled". */
    static final ConfigOption<Boolean> SDK_NOT_DISABLED =
            ConfigOption.of("otel.sdk.disabled", INVERTED_FLAG, "false", Boolean.TRUE, "");

    static final ConfigOption<String> METHODS = ConfigOption.of(
            "fasttelemetry.methods",
            RULES,
            NONE,
            null,
            "The methods that become spans.",
            "otel.instrumentation.methods.include");
    static final ConfigOption<String> METHODS_EXCLUDE = ConfigOption.of(
            "fasttelemetry.methods.exclude",
            EXCLUDES,
            NONE,
            null,
            "Classes and methods that never become spans, whatever the rules say.",
            "otel.javaagent.exclude-classes");
    static final ConfigOption<String> CONFIG_FILE = ConfigOption.of(
            "fasttelemetry.config.file",
            FILE,
            NONE,
            null,
            "A properties file with settings, in UTF-8.",
            "otel.javaagent.configuration-file");

    static final ConfigOption<ExporterKind> EXPORTER = ConfigOption.of(
            "fasttelemetry.exporter",
            new ChoiceParser<>(
                    "an exporter",
                    List.of("otlp", "console", "none"),
                    List.of(ExporterKind.OTLP, ExporterKind.CONSOLE, ExporterKind.NONE)),
            "otlp",
            ExporterKind.OTLP,
            "Where spans go: to a receiver, to standard output, or nowhere.",
            "otel.traces.exporter");
    static final ConfigOption<String> ENDPOINT = new ConfigOption<>(
            new Spelling<>(
                    "fasttelemetry.endpoint", new EndpointParser(EndpointParser.Kind.OWN), "http://localhost:4318"),
            "http://localhost:4318" + EndpointParser.TRACES_PATH,
            "The URL of the receiver.",
            new Spelling<>(
                    "otel.exporter.otlp.traces.endpoint",
                    new EndpointParser(EndpointParser.Kind.SIGNAL),
                    "http://localhost:4318/v1/traces"),
            new Spelling<>(
                    "otel.exporter.otlp.endpoint",
                    new EndpointParser(EndpointParser.Kind.BASE),
                    "http://localhost:4318"));
    static final ConfigOption<List<HttpHeader>> HEADERS = ConfigOption.of(
            "fasttelemetry.headers",
            new HeadersParser(),
            NONE,
            Collections.emptyList(),
            "Headers of every request, such as credentials.",
            "otel.exporter.otlp.traces.headers",
            "otel.exporter.otlp.headers");
    static final ConfigOption<Long> TIMEOUT = ConfigOption.of(
            "fasttelemetry.timeout",
            new DurationParser(0, HOUR),
            "10s",
            10 * SECOND,
            "The longest time one request may take; 0 is no limit.",
            "otel.exporter.otlp.traces.timeout",
            "otel.exporter.otlp.timeout");
    static final ConfigOption<Compression> COMPRESSION = ConfigOption.of(
            "fasttelemetry.compression",
            new ChoiceParser<>("a compression", List.of("gzip", "none"), List.of(Compression.GZIP, Compression.NONE)),
            "gzip",
            Compression.GZIP,
            "How requests are compressed.",
            "otel.exporter.otlp.traces.compression",
            "otel.exporter.otlp.compression");
    static final ConfigOption<Long> GZIP_THRESHOLD = ConfigOption.of(
            "fasttelemetry.gzip.threshold",
            new SizeParser(0, 1L << 30),
            "1024",
            1024L,
            "Requests smaller than this many bytes are not compressed.");
    static final ConfigOption<Long> INTERVAL = ConfigOption.of(
            "fasttelemetry.interval",
            new DurationParser(1, HOUR),
            "10s",
            10 * SECOND,
            "The longest time a finished span waits before it is sent.",
            "otel.bsp.schedule.delay");
    static final ConfigOption<Integer> MAX_BATCH_SIZE = ConfigOption.of(
            "fasttelemetry.max.batch.size",
            new CountParser(1, 100_000),
            "512",
            512,
            "The most spans in one request. So many waiting spans are sent without waiting for the interval.",
            "otel.bsp.max.export.batch.size");

    static final ConfigOption<String> SERVICE_NAME = ConfigOption.of(
            "fasttelemetry.service.name",
            new TextParser("a service name", 1024),
            "unknown_service:java",
            null,
            "The name of the service; it wins over `service.name` in the resource attributes.",
            "otel.service.name");
    static final ConfigOption<String> SCOPE_NAME = ConfigOption.of(
            "fasttelemetry.scope.name",
            new TextParser("a scope name", 1024),
            "fast-telemetry",
            "fast-telemetry",
            "The name of the instrumentation scope.");
    static final ConfigOption<Map<String, String>> RESOURCE_ATTRIBUTES = ConfigOption.of(
            "fasttelemetry.resource.attributes",
            new AttributesParser(),
            NONE,
            Collections.emptyMap(),
            "Further attributes of the resource. Any error discards the whole value.",
            "otel.resource.attributes");

    static final ConfigOption<Long> RETRY_BASE = ConfigOption.of(
            "fasttelemetry.retry.base",
            new DurationParser(1, HOUR),
            "5s",
            5 * SECOND,
            "The pause after a first failure; each further one doubles it.");
    static final ConfigOption<Long> RETRY_MAX = ConfigOption.of(
            "fasttelemetry.retry.max",
            new DurationParser(1, 24 * HOUR),
            "300s",
            300 * SECOND,
            "The longest pause between two attempts; not below the base.");
    static final ConfigOption<Long> SHUTDOWN_TIMEOUT = ConfigOption.of(
            "fasttelemetry.shutdown.timeout",
            new DurationParser(0, 5 * MINUTE),
            "3s",
            3 * SECOND,
            "The longest time that the end of the JVM waits for the last spans to be sent.");
    static final ConfigOption<Long> BUFFER_BYTES = ConfigOption.of(
            "fasttelemetry.buffer.bytes",
            new SizeParser(1L << 16, 1L << 36),
            "32MiB",
            32L << 20,
            "The memory for spans that are not sent yet, a quarter of the heap at most. When it runs full, new traces"
                    + " are dropped and counted.");

    static final ConfigOption<SamplerKind> SAMPLER = ConfigOption.of(
            "fasttelemetry.sampler",
            new ChoiceParser<>("a sampler", SamplerKind.settingNames(), List.of(SamplerKind.values())),
            "parentbased_always_on",
            SamplerKind.PARENTBASED_ALWAYS_ON,
            "Which traces are recorded.",
            "otel.traces.sampler");
    static final ConfigOption<Double> SAMPLER_ARG = ConfigOption.of(
            "fasttelemetry.sampler.arg",
            new RatioParser(),
            "1.0",
            1.0,
            "The share of traces, for the samplers with a ratio.",
            "otel.traces.sampler.arg");

    static final ConfigOption<String> CERTIFICATE = ConfigOption.of(
            "fasttelemetry.certificate",
            FILE,
            NONE,
            null,
            "Certificates to trust, as a PEM file, instead of the platform's.",
            "otel.exporter.otlp.traces.certificate",
            "otel.exporter.otlp.certificate");
    static final ConfigOption<String> CLIENT_CERTIFICATE = ConfigOption.of(
            "fasttelemetry.client.certificate",
            FILE,
            NONE,
            null,
            "The agent's own certificate, as a PEM file; only with the key.",
            "otel.exporter.otlp.traces.client.certificate",
            "otel.exporter.otlp.client.certificate");
    static final ConfigOption<String> CLIENT_KEY = ConfigOption.of(
            "fasttelemetry.client.key",
            FILE,
            NONE,
            null,
            "The key of that certificate, as a PEM file; only with the certificate.",
            "otel.exporter.otlp.traces.client.key",
            "otel.exporter.otlp.client.key");

    static final ConfigOption<String> LOG_LEVEL = new ConfigOption<>(
            new Spelling<>(
                    "fasttelemetry.log.level",
                    new ChoiceParser<>(
                            "a log level",
                            List.of("off", "error", "warn", "info", "debug"),
                            List.of("off", "error", "warn", "info", "debug")),
                    "warn"),
            "warn",
            "How much the agent says. `warn` is silent while all is well. The alias `true` means `debug`.",
            new Spelling<>(
                    "otel.javaagent.debug",
                    new ChoiceParser<>("a boolean", List.of("true", "false"), List.of("debug", "warn")),
                    "false"));
    static final ConfigOption<String> LOG_FILE = ConfigOption.of(
            "fasttelemetry.log.file",
            new TextParser("a path", 4096),
            NONE,
            null,
            "A file to append the agent's lines to, instead of standard error.");

    static final List<ConfigOption<?>> OWN = List.of(
            ENABLED,
            METHODS,
            METHODS_EXCLUDE,
            CONFIG_FILE,
            EXPORTER,
            ENDPOINT,
            HEADERS,
            TIMEOUT,
            COMPRESSION,
            GZIP_THRESHOLD,
            INTERVAL,
            MAX_BATCH_SIZE,
            SERVICE_NAME,
            SCOPE_NAME,
            RESOURCE_ATTRIBUTES,
            RETRY_BASE,
            RETRY_MAX,
            SHUTDOWN_TIMEOUT,
            BUFFER_BYTES,
            SAMPLER,
            SAMPLER_ARG,
            MetricsOptions.METRICS,
            MetricsOptions.INTERVAL,
            MetricsOptions.ENDPOINT,
            CERTIFICATE,
            CLIENT_CERTIFICATE,
            CLIENT_KEY,
            LOG_LEVEL,
            LOG_FILE);

    private Options() {}

    /** Our own keys, in order. */
    static Set<String> ownKeys() {
        Set<String> keys = new LinkedHashSet<>();
        for (ConfigOption<?> option : OWN) {
            keys.add(option.key());
        }
        return keys;
    }

    /** Every key and alias. */
    static Set<String> allKeys() {
        Set<String> keys = new HashSet<>();
        for (ConfigOption<?> option : OWN) {
            addKeys(option, keys);
        }
        for (ConfigOption<?> option : ForeignOptions.ALL) {
            addKeys(option, keys);
        }
        return keys;
    }

    private static <T> void addKeys(ConfigOption<T> option, Set<String> keys) {
        for (Spelling<T> spelling : option.spellings()) {
            keys.add(spelling.key());
        }
    }
}
