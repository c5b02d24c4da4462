/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import java.util.HashMap;

/**
 * Remembers for one loader, by the names of types, which rules their subtypes inherit. Thread-safe.
 *
 * <p>Nearly all types have no rule, and of those only a hash of the name is kept, 64 bits, so a large application costs
 * some hundred kilobytes. Only if two names had the same hash could a subtype be missed.
 *
 * <p><b>When full</b>, further types without a rule are not remembered, but searched for each time.
 */
final class SeenTypes {
    static final int MAX_PLAIN = 1 << 18;
    static final int MAX_OPEN = 1024;
    private static final MethodRule[] NONE = {};

    private final HashMap<String, MethodRule[]> ruled = new HashMap<>();
    private final HashMap<String, ClassHeader> open = new HashMap<>();
    private long[] plain = new long[16];
    private int plainCount;

    /** The rules that subtypes inherit, empty if there are none; null if the type is not known. */
    synchronized MethodRule[] get(String internalName) {
        MethodRule[] rules = ruled.get(internalName);
        return rules != null ? rules : plain[slot(plain, hash(internalName))] != 0 ? NONE : null;
    }

    synchronized void put(String internalName, MethodRule[] rules) {
        open.remove(internalName);
        if (rules.length > 0) {
            ruled.put(internalName, rules);
            return;
        }
        long hash = hash(internalName);
        int slot = slot(plain, hash);
        if (plain[slot] == 0 && plainCount < MAX_PLAIN) {
            plain[slot] = hash;
            plainCount++;
            if (plainCount > plain.length / 2) {
                grow();
            }
        }
    }

    /** The header of a type that was seen while a supertype of it was unknown, or null. */
    synchronized ClassHeader open(String internalName) {
        return open.get(internalName);
    }

    /** Remembers a type with a supertype that is not known yet. When full, does nothing. */
    synchronized void putOpen(String internalName, ClassHeader header) {
        if (open.size() < MAX_OPEN) {
            open.put(internalName, header);
        }
    }

    private void grow() {
        long[] larger = new long[plain.length * 2];
        for (long hash : plain) {
            if (hash != 0) {
                larger[slot(larger, hash)] = hash;
            }
        }
        plain = larger;
    }

    /** The index at which the hash is, or would be put. The table is never full. */
    private static int slot(long[] table, long hash) {
        int mask = table.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (table[slot] != 0 && table[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** A 64-bit hash of the name; never 0, which stands for an empty slot. */
    private static long hash(String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        hash ^= hash >>> 29;
        hash *= 0xBF58476D1CE4E5B9L;
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }
}
