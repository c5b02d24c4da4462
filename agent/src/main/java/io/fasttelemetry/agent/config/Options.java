/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * All options, in the order of the reference. A setting is defined here and nowhere else: sources, messages, the
 * reference and {@link AgentConfig#get} use the definition. Constants; any thread.
 */
public final class Options {
    private static final List<ConfigOption<?>> ALL = new ArrayList<>();

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    static final String JAVAAGENT_ENABLED = "otel.javaagent.enabled";
    static final String SDK_DISABLED = "otel.sdk.disabled";
    static final String OTLP_ENDPOINT = "otel.exporter.otlp.endpoint";

    private static final ValueParser<Boolean> FLAG = choice("a boolean", "true", true, "false", false);
    private static final ValueParser<Boolean> INVERTED_FLAG = choice("a boolean", "true", false, "false", true);

    /** False if nothing is to be installed. */
    public static final ConfigOption<Boolean> ENABLED = add(ConfigOption.of(
            List.of(
                    new ConfigOption.Spelling<>("fasttelemetry.enabled", FLAG, "true"),
                    new ConfigOption.Spelling<>(JAVAAGENT_ENABLED, FLAG, "true"),
                    new ConfigOption.Spelling<>(SDK_DISABLED, INVERTED_FLAG, "false")),
            "Whether the agent does anything at all. If the key itself is not set, either alias can switch the agent"
                    + " off."));

    /** The rules without bad segments, which are reported; {@link MethodRules#NONE} itself if not set. */
    public static final ConfigOption<MethodRules> METHODS = unset(
            "fasttelemetry.methods",
            new MethodRulesParser(),
            MethodRules.NONE,
            "The methods that become spans.",
            "otel.instrumentation.methods.include");
    /** The excludes without bad entries, which are reported. */
    public static final ConfigOption<ClassExcludes> METHODS_EXCLUDE = unset(
            "fasttelemetry.methods.exclude",
            new ClassExcludesParser(),
            ClassExcludes.NONE,
            "Classes and methods that never become spans, whatever the rules say.",
            "otel.javaagent.exclude-classes");
    /** A readable file with more rules, which are in {@link #METHODS}; null if not set. */
    static final ConfigOption<String> RULES_FILE =
            file("fasttelemetry.rules.file", "A file with further rules, one a line; `#` begins a comment.");
    /** Whether methods with an annotation of tracing become spans. */
    public static final ConfigOption<Boolean> ANNOTATIONS = option(
            "fasttelemetry.annotations",
            FLAG,
            "true",
            "Whether methods with `@WithSpan`, and with what other agents have for it, become spans. The"
                    + " agent needs one rule all the same.",
            "otel.instrumentation.opentelemetry-instrumentation-annotations.enabled");
    /** More annotations, rules for which are in {@link #METHODS}. */
    static final ConfigOption<MethodRules> ANNOTATIONS_INCLUDE = unset(
            "fasttelemetry.annotations.include",
            new AnnotationsParser(),
            MethodRules.NONE,
            "More annotations whose methods, or those of whose classes, become spans.",
            "otel.instrumentation.external-annotations.include",
            "dd.trace.annotations");

    public static final ConfigOption<Integer> MAX_METHODS = option(
            "fasttelemetry.max.methods",
            new CountParser(1, 1_000_000),
            "20000",
            "The maximum number of methods that one rule may match. Further ones are left alone, with a message.");
    /** A readable file; null if not set. */
    public static final ConfigOption<String> CONFIG_FILE = file(
            "fasttelemetry.config.file",
            "A properties file with settings, in UTF-8.",
            "otel.javaagent.configuration-file");

    public static final ConfigOption<ExporterKind> EXPORTER = option(
            "fasttelemetry.exporter",
            new ChoiceParser<>("an exporter", List.of("otlp", "console", "none"), List.of(ExporterKind.values())),
            "otlp",
            "Where spans go: to a receiver, to standard output, or nowhere.",
            "otel.traces.exporter");
    /** The complete URL for spans. It may have a query, which may be secret; it never has a user or password. */
    public static final ConfigOption<String> ENDPOINT = add(ConfigOption.of(
            List.of(
                    new ConfigOption.Spelling<>("fasttelemetry.endpoint", EndpointParser.OWN, "http://localhost:4318"),
                    new ConfigOption.Spelling<>(
                            "otel.exporter.otlp.traces.endpoint",
                            EndpointParser.SIGNAL,
                            "http://localhost:4318/v1/traces"),
                    new ConfigOption.Spelling<>(OTLP_ENDPOINT, EndpointParser.BASE, "http://localhost:4318")),
            "The URL of the receiver."));
    /** The headers in the order given. No name occurs twice, ignoring case, and none describes the body. */
    public static final ConfigOption<List<HttpHeader>> HEADERS = unset(
            "fasttelemetry.headers",
            new HeadersParser(),
            Collections.emptyList(),
            "Headers of every request, such as credentials. They never go to another origin than that of spans.",
            "otel.exporter.otlp.traces.headers",
            "otel.exporter.otlp.headers");

    public static final ConfigOption<Long> TIMEOUT_MILLIS = option(
            "fasttelemetry.timeout",
            QuantityParser.duration(0, HOUR),
            "10s",
            "The longest time one request may take; 0 is no limit.",
            "otel.exporter.otlp.traces.timeout",
            "otel.exporter.otlp.timeout");
    public static final ConfigOption<Compression> COMPRESSION = option(
            "fasttelemetry.compression",
            new ChoiceParser<>("a compression", List.of("gzip", "zlib", "none"), List.of(Compression.values())),
            "gzip",
            "How requests are compressed: `gzip` by the agent's own code, `zlib` by the JDK's. Both make gzip;"
                    + " that of zlib is up to a sixth smaller and costs about four times as much.",
            "otel.exporter.otlp.traces.compression",
            "otel.exporter.otlp.compression");
    /** Fits an int. */
    public static final ConfigOption<Long> GZIP_THRESHOLD_BYTES = option(
            "fasttelemetry.gzip.threshold",
            QuantityParser.size(0, 1L << 30),
            "1024",
            "Requests smaller than this many bytes are not compressed.");

    public static final ConfigOption<Long> INTERVAL_MILLIS = option(
            "fasttelemetry.interval",
            QuantityParser.duration(1, HOUR),
            "10s",
            "The longest time a finished span waits before it is sent.",
            "otel.bsp.schedule.delay");
    public static final ConfigOption<Integer> MAX_BATCH_SIZE = option(
            "fasttelemetry.max.batch.size",
            new CountParser(1, 100_000),
            "8192",
            "The maximum number of spans in one request. As soon as 512 spans wait, or this many if that is less, they"
                    + " are sent without waiting for the interval; so requests grow only with the load.",
            "otel.bsp.max.export.batch.size");
    public static final ConfigOption<Integer> CONCURRENCY = option(
            "fasttelemetry.concurrency",
            new CountParser(1, 64),
            "4",
            "The maximum number of requests with spans that are open at the same time. There is one while the receiver"
                    + " is near; more when it is far away and spans wait.");

    /** {@code service.name} of the resource, from this setting, the attributes or detection; never blank. */
    public static final ConfigOption<String> SERVICE_NAME = option(
            "fasttelemetry.service.name",
            new TextParser("a service name", 1024),
            ServiceName.UNKNOWN,
            "The name of the service; it wins over `service.name` in the resource attributes. Where neither is set, it"
                    + " is found as said under Resource.",
            "otel.service.name");

    public static final ConfigOption<String> SCOPE_NAME = option(
            "fasttelemetry.scope.name",
            new TextParser("a scope name", 1024),
            "fast-telemetry",
            "The name of the instrumentation scope.");
    /** The attributes in the order given, without {@code service.name}. */
    public static final ConfigOption<Map<String, String>> RESOURCE_ATTRIBUTES = unset(
            "fasttelemetry.resource.attributes",
            new AttributesParser(),
            Collections.emptyMap(),
            "Further attributes of the resource. Any error discards the whole value.",
            "otel.resource.attributes");

    public static final ConfigOption<Long> RETRY_BASE_MILLIS = option(
            "fasttelemetry.retry.base",
            QuantityParser.duration(1, HOUR),
            "5s",
            "The pause after a first failure; each further one doubles it.");
    public static final ConfigOption<Long> RETRY_MAX_MILLIS = option(
            "fasttelemetry.retry.max",
            QuantityParser.duration(1, 24 * HOUR),
            "300s",
            "The longest pause between two attempts; not below the base.");
    public static final ConfigOption<Long> SHUTDOWN_TIMEOUT_MILLIS = option(
            "fasttelemetry.shutdown.timeout",
            QuantityParser.duration(0, 5 * MINUTE),
            "3s",
            "The longest time that the end of the JVM waits for the last spans to be sent.");
    public static final ConfigOption<Long> BUFFER_BYTES = option(
            "fasttelemetry.buffer.bytes",
            QuantityParser.size(1L << 16, 1L << 36),
            "32MiB",
            "The memory for spans that are not sent yet, a quarter of the heap at most. When it runs full, new traces"
                    + " are dropped and counted.");

    public static final ConfigOption<Integer> ATTRIBUTE_MAX_LENGTH = option(
            "fasttelemetry.attribute.max.length",
            new CountParser(1, 3072),
            "1024",
            "The maximum number of characters of a captured text. A longer one is cut.");
    public static final ConfigOption<RedactedNames> REDACT = option(
            "fasttelemetry.redact",
            new RedactedNamesParser(),
            "*password*,*passwd*,*secret*,*token*,*credential*,*authorization*,*apikey*,*api_key*,*api-key*,*api.key*",
            "Names of captured attributes whose values are replaced by `***`. Case does not count.");

    public static final ConfigOption<Long> MIN_DURATION_MILLIS = option(
            "fasttelemetry.min.duration",
            QuantityParser.duration(0, HOUR),
            "0",
            "Spans shorter than this are left out, unless they failed or a span below them is kept; 0 keeps all.");
    /** 0 for no limit. */
    public static final ConfigOption<Integer> MAX_SPANS_PER_TRACE = option(
            "fasttelemetry.max.spans.per.trace",
            new CountParser(0, Integer.MAX_VALUE),
            "0",
            "The maximum number of spans that are kept of one trace on one thread, the first ones; 0 is no limit.");

    public static final ConfigOption<SamplerKind> SAMPLER = option(
            "fasttelemetry.sampler",
            new ChoiceParser<>("a sampler", SamplerKind.settingNames(), List.of(SamplerKind.values())),
            "parentbased_always_on",
            "Which traces are recorded.",
            "otel.traces.sampler");
    /** The ratio, from 0 to 1; 1 for samplers without a ratio. */
    public static final ConfigOption<Double> SAMPLER_RATIO = option(
            "fasttelemetry.sampler.arg",
            new RatioParser(),
            "1.0",
            "The share of traces, for the samplers with a ratio.",
            "otel.traces.sampler.arg");

    public static final ConfigOption<Boolean> METRICS = option(
            "fasttelemetry.metrics",
            choice("a choice of metrics", "none", false, "self", true),
            "none",
            "Whether the agent sends metrics about itself, the `otel.sdk.*` ones and `fasttelemetry.span.dropped`, at"
                    + " the interval and at exit.");
    public static final ConfigOption<Long> METRICS_INTERVAL_MILLIS = option(
            "fasttelemetry.metrics.interval",
            QuantityParser.duration(1, HOUR),
            "60s",
            "The time between two requests with metrics.",
            "otel.metric.export.interval");
    /** The complete URL for metrics. Null exactly if {@link #METRICS} is false. */
    public static final ConfigOption<String> METRICS_ENDPOINT = unset(
            "fasttelemetry.metrics.endpoint",
            EndpointParser.SIGNAL,
            null,
            "The URL that metrics are posted to, used as it is; by default the one for spans with `/v1/metrics` instead"
                    + " of `/v1/traces`.",
            "otel.exporter.otlp.metrics.endpoint");
    /** Headers of requests with metrics: those set for them, or those of spans that may go there. */
    public static final ConfigOption<List<HttpHeader>> METRICS_HEADERS = unset(
            "fasttelemetry.metrics.headers",
            new HeadersParser(),
            Collections.emptyList(),
            "Headers of requests with metrics, instead of those of spans.",
            "otel.exporter.otlp.metrics.headers");
    /** {@link #CERTIFICATE_FILE} for requests with metrics. */
    public static final ConfigOption<String> METRICS_CERTIFICATE_FILE = file(
            "fasttelemetry.metrics.certificate",
            "Certificates to trust for metrics, as a PEM file, instead of those for spans.",
            "otel.exporter.otlp.metrics.certificate");
    /** {@link #CLIENT_CERTIFICATE_FILE} for requests with metrics. */
    public static final ConfigOption<String> METRICS_CLIENT_CERTIFICATE_FILE = file(
            "fasttelemetry.metrics.client.certificate",
            "The agent's own certificate for metrics, as a PEM file, instead of that for spans; only with the key.",
            "otel.exporter.otlp.metrics.client.certificate");

    public static final ConfigOption<String> METRICS_CLIENT_KEY_FILE = file(
            "fasttelemetry.metrics.client.key",
            "The key of that certificate, as a PEM file; only with the certificate.",
            "otel.exporter.otlp.metrics.client.key");

    /** A readable PEM file; null if not set, for the platform's certificates. */
    public static final ConfigOption<String> CERTIFICATE_FILE = file(
            "fasttelemetry.certificate",
            "Certificates to trust, as a PEM file, instead of the platform's.",
            "otel.exporter.otlp.traces.certificate",
            "otel.exporter.otlp.certificate");
    /** A readable PEM file; null if not set, and null exactly if {@link #CLIENT_KEY_FILE} is. */
    public static final ConfigOption<String> CLIENT_CERTIFICATE_FILE = file(
            "fasttelemetry.client.certificate",
            "The agent's own certificate, as a PEM file; only with the key.",
            "otel.exporter.otlp.traces.client.certificate",
            "otel.exporter.otlp.client.certificate");

    public static final ConfigOption<String> CLIENT_KEY_FILE = file(
            "fasttelemetry.client.key",
            "The key of that certificate, as a PEM file; only with the certificate.",
            "otel.exporter.otlp.traces.client.key",
            "otel.exporter.otlp.client.key");

    /** One of off, error, warn, info, debug. */
    public static final ConfigOption<String> LOG_LEVEL = add(ConfigOption.of(
            List.of(
                    new ConfigOption.Spelling<>(
                            "fasttelemetry.log.level",
                            new ChoiceParser<>(
                                    "a log level",
                                    List.of("off", "error", "warn", "info", "debug"),
                                    List.of("off", "error", "warn", "info", "debug")),
                            "warn"),
                    new ConfigOption.Spelling<>(
                            "otel.javaagent.debug", choice("a boolean", "true", "debug", "false", "warn"), "false")),
            "How much the agent says. `warn` is silent while all is well. The alias `true` means `debug`."));
    /** Null if not set, for standard error. */
    public static final ConfigOption<String> LOG_FILE = unset(
            "fasttelemetry.log.file",
            new TextParser("a path", 4096),
            null,
            "A file to append the agent's log messages to, instead of standard error.");

    // From here on, options of OpenTelemetry without a key of the agent's own.
    static final ConfigOption<String> PROTOCOL = option(
            "otel.exporter.otlp.traces.protocol",
            new ChoiceParser<>("a supported protocol", List.of("http/protobuf"), List.of("http/protobuf")),
            "http/protobuf",
            "The one protocol there is.",
            "otel.exporter.otlp.protocol");
    static final ConfigOption<Integer> MAX_QUEUE_SIZE = unset(
            "otel.bsp.max.queue.size",
            new CountParser(1, Integer.MAX_VALUE),
            null,
            "Only a limit for `fasttelemetry.max.batch.size`; the memory for spans is `fasttelemetry.buffer.bytes`.");
    static final ConfigOption<String> DECLARATIVE_CONFIG_FILE = unset(
            "otel.config.file",
            new UnsupportedParser(
                    "system properties, environment variables and the properties file of fasttelemetry.config.file"),
            null,
            "Not supported. All other settings stay in use.");

    private Options() {}

    /** All options, in the order of their definitions. */
    static List<ConfigOption<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    private static <T> ConfigOption<T> option(
            String key, ValueParser<T> parser, String defaultText, String description, String... aliases) {
        return add(ConfigOption.of(key, parser, defaultText, description, aliases));
    }

    private static <T> ConfigOption<T> unset(
            String key, ValueParser<T> parser, T unsetValue, String description, String... aliases) {
        return add(ConfigOption.unset(key, parser, unsetValue, description, aliases));
    }

    /** A readable file; null if not set. */
    private static ConfigOption<String> file(String key, String description, String... aliases) {
        return unset(key, new FileParser(), null, description, aliases);
    }

    private static <T> ConfigOption<T> add(ConfigOption<T> option) {
        ALL.add(option);
        return option;
    }

    private static <T> ValueParser<T> choice(String noun, String first, T firstValue, String second, T secondValue) {
        return new ChoiceParser<>(noun, List.of(first, second), List.of(firstValue, secondValue));
    }
}
