/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.export.counts.MetricsEncoderFactory;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.MetricsRequestEncoder;
import io.fasttelemetry.proto.TraceRequestEncoder;
import java.util.UUID;

/**
 * Makes encoders whose requests describe this process: the same resource and scope for spans and metrics. The resource
 * is detected when an encoder is made, while the application runs. Used by the export thread alone.
 */
public final class RequestEncoders implements MetricsEncoderFactory {
    private final AgentConfig config;
    private final String version;
    private final UUID instanceId;

    /** @param instanceId random id of this process, for {@code service.instance.id} */
    public RequestEncoders(AgentConfig config, String version, UUID instanceId) {
        this.config = config;
        this.version = version;
        this.instanceId = instanceId;
    }

    TraceRequestEncoder newTraceEncoder() {
        return new TraceRequestEncoder(
                resource(),
                ResourceDetector.SCHEMA_URL,
                config.get(Options.SCOPE_NAME),
                version,
                ResourceDetector.SCHEMA_URL);
    }

    @Override
    public MetricsRequestEncoder newMetricsEncoder() {
        return new MetricsRequestEncoder(
                resource(), ResourceDetector.SCHEMA_URL, config.get(Options.SCOPE_NAME), version);
    }

    private AttributeSet resource() {
        return ResourceDetector.detect(config, version, instanceId);
    }
}
