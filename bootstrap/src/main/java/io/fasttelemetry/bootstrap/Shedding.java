/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * How many of the new traces are shed, by the room that the pool has left.
 *
 * <p>Each buffer may keep one chunk; the room beyond these is for bursts. When half of it is in use, new traces begin
 * to be shed at their roots, more and more of them, and all when a sixteenth is left: that is for the spans of traces
 * under way. So what is dropped are whole traces. The decision follows the room with every chunk taken and every
 * drain, and nothing is shed any more as soon as half of it is free.
 */
final class Shedding {
    private final ChunkPool pool;
    private final int sharedBufferCount;

    Shedding(ChunkPool pool, int sharedBufferCount) {
        this.pool = pool;
        this.sharedBufferCount = sharedBufferCount;
    }

    /** Sets how many of the new traces are shed; returns it. Any thread. */
    int measureRoom() {
        int level = level();
        while (Sampling.shedLevel != level) {
            Sampling.shedLevel = level;
            level = level(); // a drain may have been faster than the store
        }
        return level;
    }

    /** However many buffers there are, half of what may be lent counts as room. */
    private int level() {
        int limit = pool.limit();
        int keeping = Math.min(limit >> 1, pool.ownerCount() + sharedBufferCount);
        return level(pool.lentCount() - keeping, limit - keeping);
    }

    /** None of 256 until half of the room is in use, all from fifteen sixteenths on, in proportion in between. */
    static int level(int used, int room) {
        long over = 2L * used - room; // of 7/8 of the room
        return over <= 0 ? 0 : (int) Math.min(Sampling.SHED_ALL, over * Sampling.SHED_ALL * 8 / (7L * room));
    }
}
