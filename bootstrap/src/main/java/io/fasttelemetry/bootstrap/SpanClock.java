/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Turns {@link System#nanoTime} into epoch time on the export thread.
 *
 * <p>An <i>anchor</i> is an offset between the two clocks. The export thread compares them before each drain and adds
 * an anchor when the offset has changed, so timestamps follow the wall clock across drift, steps and suspension. A
 * trace remembers the anchor that was in force when its root began, and all its spans use that one: durations are
 * exact, {@code end = start + duration}, and a child never leaves its parent's interval, whatever the wall clock does
 * meanwhile.
 *
 * <p><b>Threads.</b> {@link #update} and {@link #offsetNanos} belong to the export thread. {@link #anchor} is read by
 * any thread without ordering, which is benign: at worst a trace uses the anchor before the newest.
 *
 * <p>The last {@value #SIZE} anchors are kept; an older one reads as the oldest kept.
 */
public final class SpanClock {
    static final int SIZE = 4096;

    /** Drift below this leaves the anchor as it is. */
    private static final long TOLERANCE_NANOS = 500_000L;

    private static final long[] OFFSETS = new long[SIZE];
    private static int anchorCount;
    private static int anchor;

    private SpanClock() {}

    /** The anchor for a trace that begins now: the low 16 bits of its number. */
    static int anchor() {
        return anchor;
    }

    /**
     * Compares the clocks, given one reading of both taken together.
     *
     * @return true if a new anchor came into force
     */
    public static boolean update(long nanoTime, long epochNanos) {
        long offset = epochNanos - nanoTime;
        if (anchorCount > 0 && Math.abs(offset - OFFSETS[(anchorCount - 1) % SIZE]) < TOLERANCE_NANOS) {
            return false;
        }
        OFFSETS[anchorCount % SIZE] = offset;
        anchor = anchorCount & SpanLayout.ANCHOR_MASK;
        anchorCount++;
        return true;
    }

    /** The offset to add to a {@code nanoTime} reading of a trace with this anchor. */
    public static long offsetNanos(int anchor) {
        int newest = anchorCount - 1;
        int age = (newest - anchor) & SpanLayout.ANCHOR_MASK;
        int kept = Math.min(anchorCount, SIZE);
        return OFFSETS[(newest - Math.min(age, kept - 1)) % SIZE];
    }
}
