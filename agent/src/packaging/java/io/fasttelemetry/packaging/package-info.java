/* SPDX-License-Identifier: Apache-2.0 */
/** Puts the agent's jar together, in the build; nothing of this ships. {@link AgentJar} says what the jar is like. */
package io.fasttelemetry.packaging;
