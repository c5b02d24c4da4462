/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads all options and settles what concerns two of them at once. Lives for one start; the starting thread. Each
 * contradiction becomes one line and ends in a usable pair of values.
 */
final class ConfigAssembly {
    private static final String SERVICE_NAME_ATTRIBUTE = "service.name";

    private final SettingReader reader;
    private final List<String> problems;

    final boolean enabled;
    final String methods;
    final String methodsExclude;
    final MethodRules methodRules;
    final ClassExcludes classExcludes;
    final ExporterKind exporter;
    final String tracesUrl;
    final List<HttpHeader> headers;
    final long timeoutMillis;
    final Compression compression;
    final int gzipThresholdBytes;
    final long intervalMillis;
    final int maxBatchSize;
    final String serviceName;
    final String scopeName;
    final Map<String, String> resourceAttributes;
    final long retryBaseMillis;
    final long retryMaxMillis;
    final long shutdownTimeoutMillis;
    final long bufferBytes;
    final SamplerKind sampler;
    final double samplerRatio;
    final String metricsUrl;
    final long metricsIntervalMillis;
    final String certificateFile;
    final String clientCertificateFile;
    final String clientKeyFile;
    final String logLevel;
    final String logFile;

    ConfigAssembly(SettingReader reader, List<String> problems) {
        this.reader = reader;
        this.problems = problems;

        enabled = readEnabled();
        Setting<String> rules = reader.read(Options.METHODS);
        methods = rules.value();
        methodRules = MethodRules.parse(methods, nameOf(rules, Options.METHODS), problems);
        Setting<String> excludes = reader.read(Options.METHODS_EXCLUDE);
        methodsExclude = excludes.value();
        classExcludes = ClassExcludes.parse(methodsExclude, nameOf(excludes, Options.METHODS_EXCLUDE), problems);

        exporter = reader.value(Options.EXPORTER);
        tracesUrl = reader.value(Options.ENDPOINT);
        headers = reader.value(Options.HEADERS);
        timeoutMillis = reader.value(Options.TIMEOUT);
        compression = reader.value(Options.COMPRESSION);
        gzipThresholdBytes = Math.toIntExact(reader.value(Options.GZIP_THRESHOLD));
        intervalMillis = reader.value(Options.INTERVAL);
        maxBatchSize = readMaxBatchSize();
        shutdownTimeoutMillis = reader.value(Options.SHUTDOWN_TIMEOUT);
        bufferBytes = readBufferBytes();

        long[] retryMillis = readRetryMillis();
        retryBaseMillis = retryMillis[0];
        retryMaxMillis = retryMillis[1];

        Map<String, String> attributes = new LinkedHashMap<>(reader.value(Options.RESOURCE_ATTRIBUTES));
        serviceName = settleServiceName(reader.value(Options.SERVICE_NAME), attributes.remove(SERVICE_NAME_ATTRIBUTE));
        resourceAttributes = Collections.unmodifiableMap(attributes);
        scopeName = reader.value(Options.SCOPE_NAME);

        sampler = reader.value(Options.SAMPLER);
        samplerRatio = readSamplerRatio();

        metricsUrl = readMetricsUrl();
        metricsIntervalMillis = reader.value(MetricsOptions.INTERVAL);

        certificateFile = reader.value(Options.CERTIFICATE);
        Setting<String> certificate = reader.read(Options.CLIENT_CERTIFICATE);
        Setting<String> key = reader.read(Options.CLIENT_KEY);
        boolean bothOrNeither = certificate.isSet() == key.isSet();
        if (!bothOrNeither) {
            problems.add((certificate.isSet() ? certificate : key).name()
                    + ": a client certificate and its key only work together; using neither");
        }
        clientCertificateFile = bothOrNeither ? certificate.value() : null;
        clientKeyFile = bothOrNeither ? key.value() : null;

        logLevel = reader.value(Options.LOG_LEVEL);
        logFile = reader.value(Options.LOG_FILE);
        // Read for their messages alone.
        reader.read(ForeignOptions.PROTOCOL);
        reader.read(ForeignOptions.DECLARATIVE_CONFIG_FILE);
    }

    private static <T> String nameOf(Setting<T> setting, ConfigOption<T> option) {
        return setting.isSet() ? setting.name() : option.key();
    }

    /** One alias saying "enabled" must not outvote the other that says "disabled": with either the SDK stays off. */
    private boolean readEnabled() {
        Setting<Boolean> setting = reader.read(Options.ENABLED);
        boolean byFirstAlias = "otel.javaagent.enabled".equals(setting.key());
        return setting.value() && (!byFirstAlias || reader.value(Options.SDK_NOT_DISABLED));
    }

    private int readMaxBatchSize() {
        Setting<Integer> batch = reader.read(Options.MAX_BATCH_SIZE);
        Setting<Integer> queue = reader.read(ForeignOptions.MAX_QUEUE_SIZE);
        if (!queue.isSet() || batch.value() <= queue.value()) {
            return batch.value();
        }
        problems.add(nameOf(batch, Options.MAX_BATCH_SIZE) + ": " + batch.value() + " is more than " + queue.name()
                + " (" + queue.value() + "); accepted: no more than that; using " + queue.value());
        return queue.value();
    }

    /** The heap is the application's: a small one gives the buffers a part of it, whatever the default says. */
    private long readBufferBytes() {
        Setting<Long> bytes = reader.read(Options.BUFFER_BYTES);
        long most = Runtime.getRuntime().maxMemory() / 4;
        if (bytes.isSet() && bytes.value() > most) {
            problems.add(bytes.name() + ": " + Quoted.of(bytes.text())
                    + " is more than a quarter of the heap; accepted: no more than that; using " + most);
        }
        return Math.min(bytes.value(), most);
    }

    private long[] readRetryMillis() {
        Setting<Long> base = reader.read(Options.RETRY_BASE);
        Setting<Long> max = reader.read(Options.RETRY_MAX);
        if (max.value() >= base.value()) {
            return new long[] {base.value(), max.value()};
        }
        problems.add(nameOf(max, Options.RETRY_MAX) + ": " + DurationParser.text(max.value()) + " is less than "
                + nameOf(base, Options.RETRY_BASE) + " (" + DurationParser.text(base.value())
                + "); accepted: no less than that; using " + Options.RETRY_BASE.defaultText() + " and "
                + Options.RETRY_MAX.defaultText());
        return new long[] {Options.RETRY_BASE.defaultValue(), Options.RETRY_MAX.defaultValue()};
    }

    private static String settleServiceName(String setting, String attribute) {
        if (setting != null) {
            return setting;
        }
        return attribute == null || attribute.isEmpty() ? Options.SERVICE_NAME.defaultText() : attribute;
    }

    /** Null for no metrics. They share the exporter's connection, so there have to be spans that go the same way. */
    private String readMetricsUrl() {
        Setting<Boolean> metrics = reader.read(MetricsOptions.METRICS);
        Setting<String> url = reader.read(MetricsOptions.ENDPOINT);
        if (!metrics.value()) {
            return null;
        }
        if (exporter != ExporterKind.OTLP) {
            problems.add(metrics.name() + ": " + Quoted.of(metrics.text())
                    + " has no effect, as spans do not go to a receiver; accepted: with the exporter otlp");
            return null;
        }
        if (url.isSet()) {
            return url.value();
        }
        String derived = EndpointParser.metricsUrl(tracesUrl);
        return derived != null ? derived : EndpointParser.metricsUrl(reader.value(MetricsOptions.BASE));
    }

    private double readSamplerRatio() {
        Setting<Double> ratio = reader.read(Options.SAMPLER_ARG);
        if (sampler.takesRatio()) {
            return ratio.value();
        }
        if (ratio.isSet()) {
            problems.add(ratio.name() + ": " + Quoted.of(ratio.text()) + " has no effect, as the sampler is "
                    + sampler.settingName() + "; accepted: with traceidratio and parentbased_traceidratio");
        }
        return Options.SAMPLER_ARG.defaultValue();
    }
}
