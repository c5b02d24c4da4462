/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Inlines the code of spans into methods, with Byte Buddy's {@link net.bytebuddy.asm.Advice}.
 *
 * <p>The only package that uses Byte Buddy; a class loader of its own defines both, so nothing outside may refer to a
 * class of it. {@link io.fasttelemetry.agent.instrument.advice.AdviceWeaver} drives Byte Buddy from the class reader
 * that it bundles; types, methods and annotations are described from class files alone. Loading is most of what the
 * first woven class costs, hence no builder, no type pool and no reflection here.
 */
package io.fasttelemetry.agent.instrument.advice;
