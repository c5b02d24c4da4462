/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import io.fasttelemetry.proto.MetricsRequestEncoder;

/** Makes encoders for metrics of the resource and scope that the spans have. The export thread. */
public interface MetricsEncoderFactory {
    MetricsRequestEncoder newMetricsEncoder();
}
