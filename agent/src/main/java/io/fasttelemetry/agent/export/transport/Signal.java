/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

/** What a request carries; each signal has a URL of its own. */
public enum Signal {
    TRACES,
    METRICS
}
