/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/**
 * The destination of spans: an OTLP receiver, standard output as text, or none (spans are still recorded and counted).
 */
public enum ExporterKind {
    OTLP,
    CONSOLE,
    NONE
}
