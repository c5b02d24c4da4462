/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From method rules to woven classes.
 *
 * <p>{@link io.fasttelemetry.agent.instrument.MethodTransformer} sees every class that the JVM loads and rejects nearly
 * all of them by name and supertypes, without ASM; only a class with a matching rule reaches
 * {@link io.fasttelemetry.agent.instrument.Weaver}, which is loaded then.
 */
package io.fasttelemetry.agent.instrument;
