/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Settings: one {@code ConfigOption} a key, read once before the application starts into an immutable {@code
 * AgentConfig}. Nothing here throws into its caller: what is wrong becomes a message, and the default stands.
 */
package io.fasttelemetry.agent.config;
