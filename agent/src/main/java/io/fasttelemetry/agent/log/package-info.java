/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The agent's log messages, one line each, on standard error or in one file. No logging framework is used, since
 * initialising one would make choices that belong to the application.
 */
package io.fasttelemetry.agent.log;
