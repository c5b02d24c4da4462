/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The span counts: what became of every span, and who is told. All reports, the closing message, {@code status},
 * metrics and attributes on requests, are made of one {@link io.fasttelemetry.agent.export.counts.SpanCounts} and call
 * a {@link io.fasttelemetry.agent.export.counts.DropReason} by the same word.
 */
package io.fasttelemetry.agent.export.counts;
