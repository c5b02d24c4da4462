/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/**
 * The destination of spans: to an OTLP receiver, to standard output as text, or nowhere (they are still recorded and
 * counted).
 */
public enum ExporterKind {
    OTLP,
    CONSOLE,
    NONE
}
