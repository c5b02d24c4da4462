/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Moves spans from the span collector to an exporter, on one thread.
 *
 * <pre>
 *   SpanCollector ─ drainTo ─▶ SpanExporter ┬ otlp.OtlpSpanExporter: to a receiver
 *     ExportLoop: when                      ├ ConsoleSpanExporter: trees on standard output
 *     ExportService: start and end          └ NoopSpanExporter
 *
 *   counts: what became of every span       transport: one request to the receiver
 * </pre>
 *
 * <p>OkHttp and protobuf are reached only through {@code otlp} and {@code transport}, on the export thread, once there
 * is something to send.
 */
package io.fasttelemetry.agent.export;
