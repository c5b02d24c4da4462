/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Operator's access to the agent: the command line, attaching to a running JVM, and the status that the agent there
 * publishes.
 */
package io.fasttelemetry.agent.control;
