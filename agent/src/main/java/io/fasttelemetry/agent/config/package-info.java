/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Settings: one {@code ConfigOption} per key, read once before the application starts into an immutable {@code
 * AgentConfig}. Loading never throws: each problem becomes a message, and the default is used.
 */
package io.fasttelemetry.agent.config;
