/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Attributes as they were received, in their order. A value is a String, Long, Double, Boolean or {@link Compound}.
 * Not thread-safe.
 */
final class Attributes {
    private final List<String> keys = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    void add(String key, Object value) {
        keys.add(key);
        values.add(value);
    }

    int size() {
        return keys.size();
    }

    String key(int index) {
        return keys.get(index);
    }

    Object value(int index) {
        return values.get(index);
    }

    /** The value of the first attribute with this key; null if there is none. */
    Object get(String key) {
        int index = keys.indexOf(key);
        return index < 0 ? null : values.get(index);
    }

    void clear() {
        keys.clear();
        values.clear();
    }
}
