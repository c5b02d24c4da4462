/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import io.fasttelemetry.proto.MetricsRequestEncoder;

/** Makes encoders for metrics with the same resource and scope as the spans. Used by the export thread alone. */
public interface MetricsEncoderFactory {
    MetricsRequestEncoder newMetricsEncoder();
}
