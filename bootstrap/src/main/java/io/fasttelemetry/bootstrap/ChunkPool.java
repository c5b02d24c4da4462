/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All chunks of a span collector, under one limit, with a lock-free stack of the free ones, so that the one most likely
 * to be in the processor's cache is lent first.
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
     * Counted by a field access, which needs no stack.
     */
    private volatile int unwoundCount;

    /** @param budgetBytes max bytes of all chunks together; there is always at least one chunk */
    ChunkPool(long budgetBytes) {
        int most = (int) Math.max(1, Math.min(1 << 20, budgetBytes / SpanChunk.BYTES));
        chunks = new SpanChunk[most];
        below = new int[most];
        limit = most;
        maxOwnerCount = Math.max(1, most / 4);
    }

    /** Lends a chunk; null when the limit is reached or there is no memory. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one of two at once may go uncounted, which lowers the limit by one
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

    /** Takes back a chunk that is drained and that nothing links to. If this throws, the caller still has the chunk. */
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
     * Whether one more thread may have a buffer of its own: such threads may keep a quarter of all chunks, and no
     * further thread gets one while half of the chunks that may be lent are lent. Several threads that ask at the same
     * time may all get true.
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

    /** Max number of chunks that may be lent; eight owned buffers count as one chunk. */
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
            return null; // treated like a reached limit: the heap belongs to the application
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
