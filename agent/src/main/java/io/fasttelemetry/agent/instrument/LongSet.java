/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/** A set of 64-bit hashes of names. Takes eight bytes for each, up to three times as many. Not thread-safe. */
final class LongSet {
    private long[] table = new long[8];
    private int size;

    /** Adds the hash of two texts; returns false if it was there. */
    boolean add(String first, String second) {
        return add(hash(first, second));
    }

    boolean contains(String first, String second) {
        return table[slot(table, hash(first, second))] != 0;
    }

    private static long hash(String first, String second) {
        long hash = 1125899906842597L;
        for (int i = 0; i < first.length(); i++) {
            hash = 31 * hash + first.charAt(i);
        }
        hash = 31 * hash;
        for (int i = 0; i < second.length(); i++) {
            hash = 31 * hash + second.charAt(i);
        }
        hash *= 0x9E3779B97F4A7C15L;
        return hash == 0 ? 1 : hash;
    }

    int size() {
        return size;
    }

    private boolean add(long hash) {
        int slot = slot(table, hash);
        if (table[slot] != 0) {
            return false;
        }
        table[slot] = hash;
        size++;
        if (size > table.length / 2) {
            long[] larger = new long[table.length * 2];
            for (long known : table) {
                if (known != 0) {
                    larger[slot(larger, known)] = known;
                }
            }
            table = larger;
        }
        return true;
    }

    private static int slot(long[] table, long hash) {
        int mask = table.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (table[slot] != 0 && table[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
