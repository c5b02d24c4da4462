/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test method with one parameter, the {@link TestJvm}, that runs once for each JVM of this run. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("io.fasttelemetry.testapp.TestJvm#all")
public @interface EachJvm {}
