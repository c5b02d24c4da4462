/* SPDX-License-Identifier: Apache-2.0 */
package io.opentelemetry.instrumentation.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Stands for OpenTelemetry's annotation of this name. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface WithSpan {
    String value() default "";

    SpanKind kind() default SpanKind.INTERNAL;
}
