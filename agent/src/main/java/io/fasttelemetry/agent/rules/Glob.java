/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * A name with wildcards: {@code *} stands for any characters, also dots and none. Compiled into the text before the
 * first star, the text after the last one, and the pieces between, so that a match needs no backtracking and allocates
 * nothing. Case-sensitive. Immutable; any thread.
 */
public final class Glob {
    private static final String[] NONE = {};

    private final String text;
    private final boolean exact;
    private final String prefix;
    private final String suffix;
    private final String[] middle;
    private final int minLength;

    private Glob(String text) {
        this.text = text;
        int first = text.indexOf('*');
        exact = first < 0;
        if (exact) {
            prefix = text;
            suffix = "";
            middle = NONE;
            minLength = text.length();
            return;
        }
        int last = text.lastIndexOf('*');
        prefix = text.substring(0, first);
        suffix = text.substring(last + 1);
        List<String> pieces = new ArrayList<>();
        int length = prefix.length() + suffix.length();
        for (int start = first + 1; start <= last; ) {
            int star = text.indexOf('*', start);
            if (star > start) {
                pieces.add(text.substring(start, star));
                length += star - start;
            }
            start = star + 1;
        }
        middle = pieces.toArray(NONE);
        minLength = length;
    }

    public static Glob of(String text) {
        return new Glob(text);
    }

    /** Whether there is no star. */
    public boolean isExact() {
        return exact;
    }

    /** Whether every text matches. */
    public boolean matchesAll() {
        return !exact && minLength == 0;
    }

    /** The text before the first star. */
    public String prefix() {
        return prefix;
    }

    public boolean matches(String name) {
        if (exact) {
            return text.equals(name);
        }
        int end = name.length() - suffix.length();
        if (name.length() < minLength || !name.startsWith(prefix) || !name.startsWith(suffix, end)) {
            return false;
        }
        int at = prefix.length();
        for (String piece : middle) {
            int found = name.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
