/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.BitSet;

/** Condition on an attribute of a span, its events or its resource. For one query, under the store's read lock. */
final class AttributeMatcher {
    private final Dictionary dictionary;
    private final String key;
    private final String value;
    private final int keyId;
    /** Numbers of the values that read like the wanted one: {@code 5} is a text, an integer and a decimal. */
    private final BitSet valueIds = new BitSet();

    /** Origins whose resource was looked at, and those that matched. */
    private final BitSet originsSeen = new BitSet();

    private final BitSet origins = new BitSet();

    /** @param value null for any */
    AttributeMatcher(Dictionary dictionary, String key, String value) {
        this.dictionary = dictionary;
        this.key = key;
        this.value = value;
        keyId = dictionary.find(key);
        if (value != null) {
            add(value);
            add(number(value));
            add(decimal(value));
            add(value.equals("true") ? Boolean.TRUE : value.equals("false") ? Boolean.FALSE : null);
        }
    }

    private void add(Object candidate) {
        int id = candidate == null ? Dictionary.NONE : dictionary.find(candidate);
        if (id != Dictionary.NONE) {
            valueIds.set(id);
        }
    }

    private static Object number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Object decimal(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether no span can match. A resource's attributes are not in the dictionary, so this is not sure. */
    boolean isImpossible() {
        return key.isEmpty();
    }

    boolean matches(Span span) {
        if (keyId != Dictionary.NONE) {
            if (has(span.attributes)) {
                return true;
            }
            for (Span.Part event : span.events) {
                if (has(event.attributes)) {
                    return true;
                }
            }
        }
        return originMatches(span.origin);
    }

    private boolean has(int[] attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i] == keyId && (value == null || valueIds.get(attributes[i + 1]))) {
                return true;
            }
        }
        return false;
    }

    private boolean originMatches(int id) {
        if (!originsSeen.get(id)) {
            originsSeen.set(id);
            Object found = ((Origin) dictionary.get(id)).resource().get(key);
            if (found != null && (value == null || found.toString().equals(value))) {
                origins.set(id);
            }
        }
        return origins.get(id);
    }
}
