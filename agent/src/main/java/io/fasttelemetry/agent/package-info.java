/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The agent's start, and the wiring of its parts.
 *
 * <pre>
 *   JVM ─▶ AgentPremain ─ defines ClassBlock and AgentClassLoader beside itself ─▶ AgentClassLoader      system loader
 *   ──────────────────────────────────────────────────────────────────────────────────────│─────────────────────────
 *          AgentStart ◀───────────────────────────────────────────────────────────────────┘              agent's loader
 *            ├─ RecorderClasses: the recorder, into the boot loader
 *            └─ Agent: settings, weaving, export
 * </pre>
 *
 * <p>After any failure here the application starts as without an agent.
 */
package io.fasttelemetry.agent;
