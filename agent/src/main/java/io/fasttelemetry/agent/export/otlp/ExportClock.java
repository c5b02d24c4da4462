/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import java.util.concurrent.locks.LockSupport;

/** The time and the waiting of the export thread; a test has both under its control. */
class ExportClock {
    long nanoTime() {
        return System.nanoTime();
    }

    /** Waits for an answer, up to this time. Can return early. An interrupt is not how the export thread is stopped. */
    void await(long nanos) {
        LockSupport.parkNanos(this, nanos);
        Thread.interrupted();
    }
}
