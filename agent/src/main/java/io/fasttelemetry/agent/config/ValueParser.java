/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.Quoted;
import java.util.List;

/**
 * Turns the text of a setting into a value. Immutable; any thread.
 *
 * <p>The text is trimmed and not empty. For a bad value {@link #parse} returns null, and the reader reports it with
 * {@link #noun} and {@link #accepted}; a parser that knows the reason returns {@link #rejected}.
 */
abstract class ValueParser<T> {
    private final String noun;
    private final String accepted;

    ValueParser(String noun, String accepted) {
        this.noun = noun;
        this.accepted = accepted;
    }

    abstract T parse(String text, Problems problems);

    /** Sets the reason why the whole value is bad, and returns null for {@link #parse} to return. */
    final T rejected(Problems problems, String reason) {
        problems.detail = reason;
        return null;
    }

    /** The kind of value that is expected, with its article: "a duration". */
    final String noun() {
        return noun;
    }

    final String accepted() {
        return accepted;
    }

    /** Whether a value may be a list of {@code name=value}, so that names in it are not taken for misspelt keys. */
    boolean holdsPairs() {
        return false;
    }

    /** Whether a value may contain an equals sign. */
    boolean holdsEquals() {
        return holdsPairs();
    }

    /** The text as a message may show it. Parsers of secrets show less. */
    String quote(String text) {
        return Quoted.of(text);
    }

    /** The value as a message may show it, in the setting's own words if there are any. */
    String show(T value) {
        return value.toString();
    }

    /** Collects the messages of a parser about one value of one setting. Used by the starting thread alone. */
    static final class Problems {
        private final String settingName;
        private final List<String> messages;
        private String detail;

        /** Takes the name to show in messages, and the list that gets a message for each part that is left out. */
        Problems(String settingName, List<String> messages) {
            this.settingName = settingName;
            this.messages = messages;
        }

        /** Reports a part of the value that is left out while the rest is used. */
        void note(String message) {
            messages.add(settingName + ": " + message);
        }

        String settingName() {
            return settingName;
        }

        List<String> messages() {
            return messages;
        }

        /** The reason given to {@link ValueParser#rejected}, or null. */
        String detail() {
            return detail;
        }
    }
}
