/* SPDX-License-Identifier: Apache-2.0 */
package io.opentelemetry.instrumentation.annotations;

/** Stands for OpenTelemetry's kinds of spans. */
public enum SpanKind {
    INTERNAL,
    CLIENT
}
