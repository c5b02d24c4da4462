/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.HashMap;
import java.util.Map;

/** Sees every record that a race hands over, and says in the end whether all were there, once, whole and in order. */
final class Witness implements SpanVisitor {
    static final String EXACT = "exact";

    private final Map<Long, Long> lastNumbers = new HashMap<>();
    private long count;
    private String problem;

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        count++;
        try {
            long number = Marked.number(records, offset, thrown);
            Long before = lastNumbers.put(records[offset + SpanLayout.THREAD_ID], number);
            if (before != null && before >= number) {
                problem = number + " after " + before;
            }
        } catch (AssertionError e) {
            problem = "torn";
        }
    }

    /** After the last drain. Each thread's numbers rise, so none came twice: the counts tell whether one is missing. */
    String verdict(SpanCollector collector, long offeredCount, int lentCount) {
        SpanCollectorCounts stats = collector.counts();
        if (problem != null) {
            return problem;
        }
        if (count != stats.drainedCount || count + stats.queueFullCount != offeredCount) {
            return "seen " + count + " drained " + stats.drainedCount + " dropped " + stats.queueFullCount;
        }
        if (stats.pendingCount != 0 || stats.startedCount != offeredCount) {
            return "held " + stats.pendingCount + " started " + stats.startedCount;
        }
        return collector.lentChunkCount() == lentCount ? EXACT : "lent " + collector.lentChunkCount();
    }
}
