/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import java.util.HashSet;
import java.util.Set;

/** The spans that were answered with success. Safe for threads. */
final class SpanCounts {
    private final Set<Long> ids = new HashSet<>();
    private long received;
    private long duplicates;
    private long latestStartEpochNanos;
    private long endsBeforeStart;

    /** Adds spans of which nothing is known. */
    synchronized void add(long spans) {
        received += spans;
    }

    synchronized void add(SpanBatch batch) {
        received += batch.size();
        if (batch.isDetailed()) {
            for (int i = 0; i < batch.size(); i++) {
                duplicates += ids.add(batch.id(i)) ? 0 : 1;
                latestStartEpochNanos = Math.max(latestStartEpochNanos, batch.startEpochNanos(i));
                endsBeforeStart += batch.endEpochNanos(i) < batch.startEpochNanos(i) ? 1 : 0;
            }
        }
    }

    synchronized long received() {
        return received;
    }

    synchronized long duplicates() {
        return duplicates;
    }

    synchronized long endsBeforeStart() {
        return endsBeforeStart;
    }

    synchronized long takeLatestStartEpochNanos() {
        long latest = latestStartEpochNanos;
        latestStartEpochNanos = 0;
        return latest;
    }
}
