/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the agent says: one line each, on standard error or into one file. No logging framework, since the first use of
 * one would make choices that belong to the application.
 */
package io.fasttelemetry.agent.log;
