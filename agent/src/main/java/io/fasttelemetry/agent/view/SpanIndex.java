/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

/**
 * Hash table from span id to the span's place in its trace. Probes linearly from a place that a random seed decides, so
 * a sender cannot choose ids that collide. Guarded by the store's lock.
 */
final class SpanIndex {
    private static final long SEED = new java.security.SecureRandom().nextLong() | 1;

    private long[] ids;
    private int[] places;
    private int size;

    SpanIndex(int expected) {
        allocate(Integer.highestOneBit(Math.max(8, expected)) * 4);
    }

    private void allocate(int capacity) {
        ids = new long[capacity];
        places = new int[capacity];
    }

    /** The place of the span, or -1. An id of zero is no span's. */
    int find(long id) {
        int slot = slotOf(id);
        return ids[slot] == 0 ? -1 : places[slot];
    }

    /** Adds an id that is not in the table. */
    void put(long id, int place) {
        if (2 * ++size > ids.length) {
            long[] oldIds = ids;
            int[] oldPlaces = places;
            allocate(oldIds.length * 2);
            for (int i = 0; i < oldIds.length; i++) {
                if (oldIds[i] != 0) {
                    set(oldIds[i], oldPlaces[i]);
                }
            }
        }
        set(id, place);
    }

    private void set(long id, int place) {
        int slot = slotOf(id);
        ids[slot] = id;
        places[slot] = place;
    }

    /** The slot that has this id, or the free one where it would be. */
    private int slotOf(long id) {
        int mask = ids.length - 1;
        long mixed = (id ^ SEED) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * SEED;
        int slot = (int) (mixed >>> 32) & mask;
        while (ids[slot] != 0 && ids[slot] != id) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
