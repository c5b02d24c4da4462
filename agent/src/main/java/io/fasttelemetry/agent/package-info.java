/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The agent's start and its command line.
 *
 * <pre>
 *   JVM ─▶ AgentPremain ─ defines ClassBlock and AgentClassLoader beside itself ─▶ AgentClassLoader      system loader
 *   ──────────────────────────────────────────────────────────────────────────────────────│─────────────────────────
 *          AgentStart ◀───────────────────────────────────────────────────────────────────┘              agent's loader
 *            ├─ RecorderClasses: the recorder, into the boot loader
 *            └─ Agent: settings, weaving, export
 * </pre>
 *
 * <p>Whatever fails here, the application starts as if there were no agent.
 */
package io.fasttelemetry.agent;
