/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

/**
 * A span in the store. Texts and attribute values are numbers of the {@link Dictionary}. Written under the store's
 * write lock and not changed afterwards, apart from the self time.
 */
final class Span {
    static final int ERROR = 2;
    static final int[] NO_ATTRIBUTES = {};
    static final Part[] NO_PARTS = {};

    /** An event, or, if {@code spanId} is set, a link. */
    static final class Part {
        long timeNanos;
        int name;
        long traceHigh;
        long traceLow;
        long spanId;
        int[] attributes;
    }

    long id;
    long parentId;
    long startNanos;
    /** At least {@code startNanos}. */
    long endNanos;

    int name;
    int service;
    int origin;
    byte kind;
    byte status;
    int statusMessage;
    int traceState;
    /** Number of a key, then that of its value, and so on. */
    int[] attributes;

    Part[] events;
    Part[] links;

    /** Written by whoever needs it first, and by others with the same value: see {@link SelfTimes}. */
    long selfNanos;

    long durationNanos() {
        return endNanos - startNanos;
    }

    boolean isError() {
        return status == ERROR;
    }

    /** Number of the value of an attribute, or {@link Dictionary#NONE}. */
    int attribute(int key) {
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i] == key) {
                return attributes[i + 1];
            }
        }
        return Dictionary.NONE;
    }

    /** Approximate bytes of memory, without the dictionary's part. */
    int weight() {
        int bytes = 104 + 16 + 4 * attributes.length;
        for (Part event : events) {
            bytes += 80 + 4 * event.attributes.length;
        }
        return bytes + 80 * links.length;
    }
}
