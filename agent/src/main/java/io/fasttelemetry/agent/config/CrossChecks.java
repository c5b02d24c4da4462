/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.MethodRules;
import io.fasttelemetry.agent.rules.Quoted;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resolves contradictions between options, each with one message and usable values. For one start, on the starting
 * thread.
 */
final class CrossChecks {
    private static final String SERVICE_NAME_ATTRIBUTE = "service.name";

    private final SettingReader reader;
    private final Map<ConfigOption<?>, Object> values;
    private final List<String> problems;

    private CrossChecks(SettingReader reader, Map<ConfigOption<?>, Object> values, List<String> problems) {
        this.reader = reader;
        this.values = values;
        this.problems = problems;
    }

    /**
     * Changes values that contradict others, and makes the configuration.
     *
     * @param values the values of all options, as they were read
     * @param problems gets a message for each contradiction
     */
    static AgentConfig settle(SettingReader reader, Map<ConfigOption<?>, Object> values, List<String> problems) {
        CrossChecks checks = new CrossChecks(reader, values, problems);
        checks.settleEnabled();
        checks.settleMethods();
        checks.settleBatchSize();
        String serviceNameOrigin = checks.settleServiceName();
        checks.settleRetries();
        checks.settleBufferBytes();
        checks.settleSamplerRatio();
        checks.settleMetrics();
        checks.settleClientCertificate();
        new MetricsCredentials(reader, values, problems).settle();
        return new AgentConfig(values, serviceNameOrigin);
    }

    private <T> void set(ConfigOption<T> option, T value) {
        values.put(option, value);
    }

    /** Switches the agent off if either alias does, even if the other alias says "enabled". */
    private void settleEnabled() {
        Setting<Boolean> enabled = reader.read(Options.ENABLED);
        if (enabled.value() && enabled.key().equals(Options.JAVAAGENT_ENABLED)) {
            set(
                    Options.ENABLED,
                    reader.read(Options.ENABLED.onlyAs(Options.SDK_DISABLED)).value());
        }
    }

    /** Collects rules from all settings that hold some. */
    private void settleMethods() {
        MethodRules methods = reader.read(Options.METHODS).value();
        Setting<String> file = reader.read(Options.RULES_FILE);
        if (file.isSet()) {
            methods = methods.and(RulesFile.read(file.value(), file.name(), problems));
        }
        methods = methods.and(reader.read(Options.ANNOTATIONS_INCLUDE).value());
        set(Options.METHODS, methods);
    }

    private void settleBatchSize() {
        Setting<Integer> batch = reader.read(Options.MAX_BATCH_SIZE);
        Setting<Integer> queue = reader.read(Options.MAX_QUEUE_SIZE);
        if (queue.isSet() && batch.value() > queue.value()) {
            if (batch.isSet()) { // the default is no contradiction, only more than is allowed here
                problems.add(batch.name() + ": " + batch.value() + " is more than " + queue.name() + " ("
                        + queue.value() + "); accepted: no more than that; using " + queue.value());
            }
            set(Options.MAX_BATCH_SIZE, queue.value());
        }
    }

    /** Settles the service name. Returns its origin for messages if it was not set, otherwise null. */
    private String settleServiceName() {
        Map<String, String> attributes =
                new LinkedHashMap<>(reader.read(Options.RESOURCE_ATTRIBUTES).value());
        String attribute = attributes.remove(SERVICE_NAME_ATTRIBUTE);
        set(Options.RESOURCE_ATTRIBUTES, Collections.unmodifiableMap(attributes));
        if (reader.read(Options.SERVICE_NAME).isSet()) {
            return null;
        }
        if (attribute != null && !attribute.isEmpty()) {
            set(Options.SERVICE_NAME, attribute);
            return null;
        }
        ServiceName detected = ServiceName.detect(reader);
        set(Options.SERVICE_NAME, detected.name);
        return detected.origin;
    }

    private void settleRetries() {
        Setting<Long> base = reader.read(Options.RETRY_BASE_MILLIS);
        Setting<Long> max = reader.read(Options.RETRY_MAX_MILLIS);
        if (max.value() < base.value()) {
            problems.add(max.name() + ": " + Options.RETRY_MAX_MILLIS.show(max.value()) + " is less than "
                    + base.name() + " (" + Options.RETRY_BASE_MILLIS.show(base.value())
                    + "); accepted: no less than that; using " + Options.RETRY_BASE_MILLIS.defaultText() + " and "
                    + Options.RETRY_MAX_MILLIS.defaultText());
            set(Options.RETRY_BASE_MILLIS, Options.RETRY_BASE_MILLIS.defaultValue());
            set(Options.RETRY_MAX_MILLIS, Options.RETRY_MAX_MILLIS.defaultValue());
        }
    }

    /** Limits the buffers to a quarter of the heap, since the heap belongs to the application. */
    private void settleBufferBytes() {
        Setting<Long> bytes = reader.read(Options.BUFFER_BYTES);
        long max = Runtime.getRuntime().maxMemory() / 4;
        if (bytes.isSet() && bytes.value() > max) {
            problems.add(bytes.name() + ": " + Quoted.of(bytes.text())
                    + " is more than a quarter of the heap; accepted: no more than that; using " + max);
        }
        set(Options.BUFFER_BYTES, Math.min(bytes.value(), max));
    }

    private void settleSamplerRatio() {
        SamplerKind sampler = reader.read(Options.SAMPLER).value();
        Setting<Double> ratio = reader.read(Options.SAMPLER_RATIO);
        if (ratio.isSet() && !sampler.takesRatio()) {
            problems.add(ratio.name() + ": " + Quoted.of(ratio.text()) + " has no effect, as the sampler is "
                    + sampler.settingName() + "; accepted: with traceidratio and parentbased_traceidratio");
            set(Options.SAMPLER_RATIO, Options.SAMPLER_RATIO.defaultValue());
        }
    }

    /** Switches metrics off unless spans are exported to a receiver, since metrics use the exporter's sender. */
    private void settleMetrics() {
        Setting<Boolean> metrics = reader.read(Options.METRICS);
        boolean sent = metrics.value() && reader.read(Options.EXPORTER).value() == ExporterKind.OTLP;
        if (metrics.value() && !sent) {
            problems.add(metrics.name() + ": " + Quoted.of(metrics.text())
                    + " has no effect, as spans do not go to a receiver; accepted: with the exporter otlp");
        }
        set(Options.METRICS, sent);
        set(Options.METRICS_ENDPOINT, sent ? metricsUrl() : null);
    }

    private String metricsUrl() {
        Setting<String> url = reader.read(Options.METRICS_ENDPOINT);
        if (url.isSet()) {
            return url.value();
        }
        String derived = EndpointParser.metricsUrl(reader.read(Options.ENDPOINT).value());
        if (derived != null) {
            return derived;
        }
        // The URL for spans has a path of its own, so the one for all signals is used.
        return EndpointParser.metricsUrl(
                reader.read(Options.ENDPOINT.onlyAs(Options.OTLP_ENDPOINT)).value());
    }

    private void settleClientCertificate() {
        Setting<String> certificate = reader.read(Options.CLIENT_CERTIFICATE_FILE);
        Setting<String> key = reader.read(Options.CLIENT_KEY_FILE);
        if (certificate.isSet() != key.isSet()) {
            problems.add(aloneMessage(certificate, key));
            set(Options.CLIENT_CERTIFICATE_FILE, null);
            set(Options.CLIENT_KEY_FILE, null);
        }
    }

    /** Message for a client certificate and key of which one is not set. */
    static String aloneMessage(Setting<String> certificate, Setting<String> key) {
        return (certificate.isSet() ? certificate : key).name()
                + ": a client certificate and its key only work together; using neither";
    }
}
