/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Weaves spans into the classes and methods that the rules name.
 *
 * <p>{@link io.fasttelemetry.agent.instrument.MethodTransformer} sees every class that the JVM loads and rejects nearly
 * all of them by name and supertypes, without Byte Buddy, which {@link io.fasttelemetry.agent.instrument.Weaver} loads
 * for the first class with a matching rule, in a class loader of its own.
 */
package io.fasttelemetry.agent.instrument;
