/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Decides which headers and certificates are used for metrics. For one start, on the starting thread.
 *
 * <p>Metrics have settings of their own; without them, those of spans are used for the same origin. For another origin
 * OpenTelemetry's settings for all signals are used, but no header or key that was set for spans; one message names
 * what is withheld. Certificates to trust are not secret, so {@code fasttelemetry.certificate} is used for both.
 */
final class MetricsCredentials {
    private final SettingReader reader;
    private final Map<ConfigOption<?>, Object> values;
    private final List<String> problems;

    /** @param values holds the settled URLs, and the settled pair of client certificate and key for spans */
    MetricsCredentials(SettingReader reader, Map<ConfigOption<?>, Object> values, List<String> problems) {
        this.reader = reader;
        this.values = values;
        this.problems = problems;
    }

    void settle() {
        String url = (String) values.get(Options.METRICS_ENDPOINT);
        if (url == null) {
            values.put(Options.METRICS_HEADERS, Collections.emptyList());
            values.put(Options.METRICS_CERTIFICATE_FILE, null);
            values.put(Options.METRICS_CLIENT_CERTIFICATE_FILE, null);
            values.put(Options.METRICS_CLIENT_KEY_FILE, null);
            return;
        }
        boolean sameOrigin = Origin.isSame(url, (String) values.get(Options.ENDPOINT));
        List<String> withheld = new ArrayList<>();
        settleHeaders(sameOrigin, withheld);
        settleTrust(sameOrigin);
        settleClient(sameOrigin, url.startsWith("https:"), withheld);
        if (!withheld.isEmpty()) {
            problems.add(String.join(", ", withheld) + ": not for " + Options.METRICS_ENDPOINT.show(url)
                    + ", where metrics go, as spans go to another origin; accepted: fasttelemetry.metrics.headers,"
                    + " fasttelemetry.metrics.client.certificate and fasttelemetry.metrics.client.key; metrics are sent"
                    + " without");
        }
    }

    private void settleHeaders(boolean sameOrigin, List<String> withheld) {
        Setting<List<HttpHeader>> own = reader.read(Options.METRICS_HEADERS);
        if (!own.isSet()) {
            Setting<List<HttpHeader>> spans = reader.read(Options.HEADERS);
            own = inherited(Options.HEADERS, sameOrigin);
            if (own != spans && !own.isSet() && !spans.value().isEmpty()) {
                withheld.add(spans.name());
            }
        }
        values.put(Options.METRICS_HEADERS, own.value());
    }

    private void settleTrust(boolean sameOrigin) {
        Setting<String> own = reader.read(Options.METRICS_CERTIFICATE_FILE);
        if (!own.isSet()) {
            boolean forAll = reader.read(Options.CERTIFICATE_FILE).key().equals(Options.CERTIFICATE_FILE.key());
            own = inherited(Options.CERTIFICATE_FILE, sameOrigin || forAll);
        }
        values.put(Options.METRICS_CERTIFICATE_FILE, own.value());
    }

    private void settleClient(boolean sameOrigin, boolean tls, List<String> withheld) {
        Setting<String> certificate = reader.read(Options.METRICS_CLIENT_CERTIFICATE_FILE);
        Setting<String> key = reader.read(Options.METRICS_CLIENT_KEY_FILE);
        if (!certificate.isSet() && !key.isSet()) {
            Setting<String> spans = reader.read(Options.CLIENT_KEY_FILE);
            certificate = inherited(Options.CLIENT_CERTIFICATE_FILE, sameOrigin);
            key = inherited(Options.CLIENT_KEY_FILE, sameOrigin);
            if (tls && key != spans && !key.isSet() && spans.isSet()) {
                withheld.add(spans.name());
            }
        } else if (certificate.isSet() != key.isSet()) {
            problems.add(CrossChecks.aloneMessage(certificate, key));
        }
        boolean both = certificate.isSet() && key.isSet();
        values.put(Options.METRICS_CLIENT_CERTIFICATE_FILE, both ? certificate.value() : null);
        values.put(Options.METRICS_CLIENT_KEY_FILE, both ? key.value() : null);
    }

    /**
     * The setting for metrics if they have none of their own: that of spans or that of all signals.
     *
     * @param option option of spans, with one alias for spans and one for all signals
     * @param shared whether metrics may use the setting of spans
     */
    private <T> Setting<T> inherited(ConfigOption<T> option, boolean shared) {
        String tracesKey = option.spellings().get(1).key();
        Setting<T> spans = reader.read(option);
        Setting<T> all = reader.read(option.onlyAs(tracesKey.replace(".traces.", ".")));
        boolean forSpansAlone = spans.key().equals(tracesKey) && all.isSet();
        return shared && !forSpansAlone ? spans : all;
    }
}
