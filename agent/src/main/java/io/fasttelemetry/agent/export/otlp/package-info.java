/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Exports spans to an OTLP/HTTP receiver.
 *
 * <pre>
 *   visit ─▶ BatchEncoder ─▶ ExportQueue ─▶ Sender ─▶ receiver
 *               │                  ▲           │
 *        RequestEncoders,          └── RetryPolicy, Outage
 *        DropAttributes
 * </pre>
 */
package io.fasttelemetry.agent.export.otlp;
