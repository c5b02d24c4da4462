/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The viewer, {@code java -jar fast-telemetry-agent.jar view}: takes spans over OTLP/HTTP, keeps the newest traces in
 * memory, and serves a page that shows them. A process of its own, never part of a traced application, so this package
 * may use any class of the JDK, and lambdas.
 *
 * <pre>
 *   POST /v1/traces ─▶ ReceiveHandler ─▶ TracesProtobuf, TracesJson ─▶ TraceStore (Trace, Span, Dictionary)
 *   GET  /api/…     ─▶ ApiHandler     ─▶ Filter ─▶ TraceList, Operations, FlameGraph, ServiceMap, TraceView ─▶ JSON
 *   GET  /          ─▶ PageHandler    ─▶ the page's files in the jar
 * </pre>
 */
package io.fasttelemetry.agent.view;
