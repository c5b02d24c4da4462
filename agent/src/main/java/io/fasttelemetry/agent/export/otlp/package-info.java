/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Exports spans to an OTLP/HTTP receiver.
 *
 * <pre>
 *   visit ─▶ BatchEncoder ─▶ ExportQueue ─▶ Delivery ── start ──▶ InFlight (SendSlot, …) ─▶ receiver
 *               │                              ▲  │                  │
 *        RequestEncoders,                      │  └── Backoff,       │
 *        DropAttributes                        │      ConcurrencyLimit, SizeLimit
 *                           Settlement, Outage ┴───── answers ───────┘
 * </pre>
 */
package io.fasttelemetry.agent.export.otlp;
