/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.Quoted;
import java.util.List;

/**
 * Turns the text of a setting into a value. Immutable; any thread.
 *
 * <p>The text is trimmed and not empty. A bad value yields null, and the reader then reports it with {@link #noun} and
 * {@link #accepted}; a parser that knows more calls {@link #rejected}.
 */
abstract class ValueParser<T> {
    private final String noun;
    private final String accepted;

    ValueParser(String noun, String accepted) {
        this.noun = noun;
        this.accepted = accepted;
    }

    abstract T parse(String text, Problems problems);

    /** Says why the whole value is bad, and is the null that {@link #parse} then returns. */
    final T rejected(Problems problems, String reason) {
        problems.detail = reason;
        return null;
    }

    /** What the value should have been, with its article: "a duration". */
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

    /** Whether an equals sign may stand in a value. */
    boolean holdsEquals() {
        return holdsPairs();
    }

    /** The text as a message may show it. Parsers of secrets show less. */
    String quote(String text) {
        return Quoted.of(text);
    }

    /** The value as a message may show it, in the words of the setting where it has some. */
    String show(T value) {
        return value.toString();
    }

    /** What a parser has to say about one value of one setting. Used by the starting thread alone. */
    static final class Problems {
        private final String settingName;
        private final List<String> messages;
        private String detail;

        /** The name is the one to show in messages; the list gets a message for each part that is left out. */
        Problems(String settingName, List<String> messages) {
            this.settingName = settingName;
            this.messages = messages;
        }

        /** Reports a part of the value that is left out while the rest stands. */
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
