/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The span counts, what became of every span, and their reports. All reports, the closing message, {@code status},
 * metrics and attributes on requests, are made of one {@link io.fasttelemetry.agent.export.counts.SpanCounts} and spell
 * a {@link io.fasttelemetry.agent.export.counts.DropReason} the same way.
 */
package io.fasttelemetry.agent.export.counts;
