/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.log.RateLimitedLog;

/** Counts and logs errors in steps of the export thread, which goes on after each. Owned by the export thread. */
final class StepErrors {
    private final ExportCounters counters;
    private final RateLimitedLog log = new RateLimitedLog();

    StepErrors(ExportCounters counters) {
        this.counters = counters;
    }

    void report(Throwable failure) {
        counters.stepFailed();
        try {
            log.error("loop", "export step failed, going on: " + failure);
        } catch (Throwable ignored) {
            // no memory for the message; the next step may find some
        }
    }
}
