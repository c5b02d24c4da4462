/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Decides how many of the new traces are shed, by the space that is left in the pool.
 *
 * <p>Each buffer may keep one chunk; the chunks beyond these are for bursts. When half of them are in use, some new
 * traces are shed at their roots, then more and more of them, and all when a sixteenth is left, which is for the spans
 * of traces under way. So only whole traces are dropped. The level is updated with every chunk taken and every drain,
 * and shedding stops as soon as half of those chunks are free.
 */
final class Shedding {
    private final ChunkPool pool;
    private final int sharedBufferCount;

    Shedding(ChunkPool pool, int sharedBufferCount) {
        this.pool = pool;
        this.sharedBufferCount = sharedBufferCount;
    }

    /** Sets the shed level, and returns it. Any thread. */
    int measureRoom() {
        int level = level();
        while (Sampling.shedLevel != level) {
            Sampling.shedLevel = level;
            level = level(); // a drain may have changed it before the store
        }
        return level;
    }

    /**
     * The level now. At least half of the chunks that may be lent count as free for bursts, however many buffers there
     * are.
     */
    private int level() {
        int limit = pool.limit();
        int keeping = Math.min(limit >> 1, pool.ownerCount() + sharedBufferCount);
        return level(pool.lentCount() - keeping, limit - keeping);
    }

    /** The level: 0 until half is in use, 256 from fifteen sixteenths on, linear in between. */
    static int level(int used, int room) {
        long over = 2L * used - room; // of 7/8 of the room
        return over <= 0 ? 0 : (int) Math.min(Sampling.SHED_ALL, over * Sampling.SHED_ALL * 8 / (7L * room));
    }
}
