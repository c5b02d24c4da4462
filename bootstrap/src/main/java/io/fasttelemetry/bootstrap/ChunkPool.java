/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All chunks of a collector, under one limit; a lock-free stack of the free ones, so that the warmest is lent first.
 *
 * <p>Any thread may acquire; the consumer releases (and a producer that took one too many). Lock-free: a failed
 * compare-and-set means that another thread succeeded. <b>When the limit is reached</b> {@link #acquire} returns null
 * and the caller counts a drop. Chunks are created on demand and kept.
 *
 * <pre>
 *   head: version (32 bits) | index + 1 of the top chunk (32 bits), 0 = empty     the version defeats ABA
 *   below[i]: index + 1 of the chunk below chunk i
 * </pre>
 */
final class ChunkPool {
    private static final long INDEX_MASK = 0xFFFF_FFFFL;
    private static final long ONE_VERSION = 1L << 32;

    private final SpanChunk[] chunks;
    private final int[] below;
    private final AtomicLong head = new AtomicLong();
    private final AtomicInteger createdCount = new AtomicInteger();
    private final AtomicInteger lentCount = new AtomicInteger();
    private volatile int limit;

    /** Threads that have a buffer of their own. */
    private final AtomicInteger ownerCount = new AtomicInteger();

    private final int maxOwnerCount;

    /**
     * Increments of {@link #lentCount} that could not be taken back, since a thread had no stack left for the call.
     * What a method here does after its last effect is made of field accesses alone.
     */
    private volatile int unwoundCount;

    /** @param budgetBytes what all chunks together may weigh; room for one chunk at the least */
    ChunkPool(long budgetBytes) {
        int most = (int) Math.max(1, Math.min(1 << 20, budgetBytes / SpanChunk.BYTES));
        chunks = new SpanChunk[most];
        below = new int[most];
        limit = most;
        maxOwnerCount = Math.max(1, most / 4);
    }

    /** A chunk to fill, or null when the limit is reached or memory is out. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // of two at once one may go uncounted: the limit is one lower then
    SpanChunk acquire() {
        int lent = lentCount.getAndIncrement();
        try {
            if (lent - unwoundCount < limit()) {
                SpanChunk chunk = pop();
                if (chunk == null) {
                    chunk = create();
                }
                if (chunk != null) {
                    return chunk;
                }
            }
            lentCount.getAndDecrement();
            return null;
        } catch (Throwable t) {
            unwoundCount++;
            throw t;
        }
    }

    /** Takes back a chunk that is drained and linked from nowhere. If this throws, the chunk is still the caller's. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // as above
    void release(SpanChunk chunk) {
        chunk.reset();
        for (; ; ) {
            long top = head.get();
            below[chunk.index] = (int) (top & INDEX_MASK);
            if (head.compareAndSet(top, ((top & ~INDEX_MASK) + ONE_VERSION) | (chunk.index + 1))) {
                break;
            }
        }
        try {
            lentCount.getAndDecrement();
        } catch (Throwable t) {
            unwoundCount++;
        }
    }

    /**
     * Lowers or restores the number of chunks that may be lent, as memory is needed elsewhere under the same budget.
     */
    void limitBytes(long bytes) {
        limit = (int) Math.max(1, Math.min(chunks.length, bytes / SpanChunk.BYTES));
    }

    /**
     * Whether one more thread may have a buffer of its own: a quarter of all chunks may be kept by such threads, and
     * none is given to a new one while half of those that may be lent are lent. Of several threads that ask at once,
     * all may be told yes.
     */
    boolean hasPlaceForOwner() {
        return ownerCount.get() < maxOwnerCount && lentCount() < Math.max(1, limit() >> 1);
    }

    void addOwner() {
        ownerCount.getAndIncrement();
    }

    void removeOwner() {
        ownerCount.getAndDecrement();
    }

    int ownerCount() {
        return ownerCount.get();
    }

    int lentCount() {
        return lentCount.get() - unwoundCount;
    }

    /** Chunks that may be lent; eight buffers of threads weigh as much as one. */
    int limit() {
        return Math.max(1, limit - ownerCount.get() * OwnedBuffer.BYTES / SpanChunk.BYTES);
    }

    int createdCount() {
        return Math.min(createdCount.get(), chunks.length);
    }

    private SpanChunk pop() {
        for (; ; ) {
            long top = head.get();
            int index = (int) (top & INDEX_MASK) - 1;
            if (index < 0) {
                return null;
            }
            // Stale if another thread popped this chunk meanwhile; then the version differs and the exchange fails.
            int next = below[index];
            if (head.compareAndSet(top, ((top & ~INDEX_MASK) + ONE_VERSION) | next)) {
                return chunks[index];
            }
        }
    }

    private SpanChunk create() {
        if (createdCount.get() >= chunks.length) {
            return null;
        }
        SpanChunk chunk;
        try {
            chunk = new SpanChunk();
        } catch (OutOfMemoryError e) {
            return null; // the heap is the application's
        }
        int index = createdCount.getAndIncrement();
        if (index >= chunks.length) {
            return null;
        }
        chunk.index = index;
        chunks[index] = chunk;
        return chunk;
    }
}
