/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/** The exporter "none": spans are recorded, drained and forgotten, counted as exported. */
final class DiscardingSink implements SpanSink {
    private final ExportStats stats;

    DiscardingSink(ExportStats stats) {
        this.stats = stats;
    }

    @Override
    public void visit(long[] records, int offset, Throwable thrown, String threadName) {
        stats.exported(1);
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public void deliver() {}

    @Override
    public void deliverNow() {}

    @Override
    public long nanosUntilDue() {
        return Long.MAX_VALUE;
    }

    @Override
    public void finish(long deadlineNanos) {}

    @Override
    public long heldCount() {
        return 0;
    }
}
