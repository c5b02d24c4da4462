/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How an operator reaches the agent: the command line, the line to a running JVM, and the status that the agent there
 * publishes.
 */
package io.fasttelemetry.agent.control;
