/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Weaves spans into the classes and methods that the rules name.
 *
 * <p>{@link io.fasttelemetry.agent.instrument.MethodTransformer} sees every class that the JVM loads and rejects nearly
 * all of them by name and supertypes, without ASM; {@link io.fasttelemetry.agent.instrument.Weaver} is loaded for the
 * first class with a matching rule.
 */
package io.fasttelemetry.agent.instrument;
