/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From the collector to the receiver, on one thread.
 *
 * <pre>
 *   SpanCollector ─ drainTo ─▶ SpanSink ┬ OtlpSink: BatchEncoder ▶ Backlog ▶ RenewingSender ▶ receiver
 *     ExportLoop: when                  │             RetryPolicy: when again          ▲
 *     Exporter: start and end           ├ ConsoleSink: trees on standard output        │
 *                                       └ DiscardingSink            SelfMetrics ───────┘
 * </pre>
 *
 * <p>OkHttp and protobuf are reached only through {@link io.fasttelemetry.agent.export.OtlpSink}, on the export thread,
 * once there is something to send; OkHttp through
 * {@link io.fasttelemetry.agent.export.HttpClassLoader}, which can load it anew.
 */
package io.fasttelemetry.agent.export;
