/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.Map;

/**
 * The settings of this agent, read once before the application starts. Immutable; any thread.
 *
 * <p>Every value is usable as it is: a bad one was replaced by its default, and contradictions were resolved. {@link
 * #toString} shows neither header values nor the queries of URLs.
 */
public final class AgentConfig {
    private static final int EARLY_BATCH_SIZE = 512;

    private final Map<ConfigOption<?>, Object> values;
    private final String serviceNameOrigin;

    /**
     * Takes a map with a value of the right type for each option, in the order of {@link #toString}.
     *
     * @param serviceNameOrigin where the service name was found, if it was not set; null if it was
     */
    AgentConfig(Map<ConfigOption<?>, Object> values, String serviceNameOrigin) {
        this.values = values;
        this.serviceNameOrigin = serviceNameOrigin;
    }

    /** The value of one of {@link Options}. Null only where the option says so. */
    @SuppressWarnings("unchecked") // see the constructor
    public <T> T get(ConfigOption<T> option) {
        return (T) values.get(option);
    }

    /** Spans that are sent as soon as so many wait, without waiting for the interval. */
    public int earlyBatchSize() {
        return Math.min(EARLY_BATCH_SIZE, get(Options.MAX_BATCH_SIZE));
    }

    /** {@link Options#ENDPOINT} as a message may show it: in quotes, without the query. */
    public String tracesUrlForMessages() {
        return show(Options.ENDPOINT);
    }

    /** {@link Options#SERVICE_NAME} as a message may show it, with its origin if it was not set. */
    public String serviceNameForMessages() {
        String name = get(Options.SERVICE_NAME);
        return serviceNameOrigin == null ? name : name + " (service.name is " + serviceNameOrigin + ")";
    }

    /** The receiver of spans. */
    public ReceiverConfig tracesReceiver() {
        return new ReceiverConfig(
                get(Options.ENDPOINT),
                get(Options.HEADERS),
                get(Options.CERTIFICATE_FILE),
                get(Options.CLIENT_CERTIFICATE_FILE),
                get(Options.CLIENT_KEY_FILE));
    }

    /** The receiver of metrics; null if there are none. */
    public ReceiverConfig metricsReceiver() {
        String url = get(Options.METRICS_ENDPOINT);
        return url == null
                ? null
                : new ReceiverConfig(
                        url,
                        get(Options.METRICS_HEADERS),
                        get(Options.METRICS_CERTIFICATE_FILE),
                        get(Options.METRICS_CLIENT_CERTIFICATE_FILE),
                        get(Options.METRICS_CLIENT_KEY_FILE));
    }

    private <T> String show(ConfigOption<T> option) {
        return option.show(get(option));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("AgentConfig{");
        String separator = "";
        for (ConfigOption<?> option : values.keySet()) {
            if (option.isOwn()) {
                String name = option.key().substring(ConfigOption.OWN_PREFIX.length());
                text.append(separator).append(name).append('=').append(show(option));
                separator = ", ";
            }
        }
        return text.append('}').toString();
    }
}
