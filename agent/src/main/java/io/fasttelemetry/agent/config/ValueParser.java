/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

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

    abstract T parse(String text, ValueProblems problems);

    /** Says why the whole value is bad, and is the null that {@link #parse} then returns. */
    final T rejected(ValueProblems problems, String reason) {
        problems.reject(reason);
        return null;
    }

    /** What the value should have been, with its article: "a duration". */
    final String noun() {
        return noun;
    }

    final String accepted() {
        return accepted;
    }

    /** The value as a message may show it. Parsers of secrets show less. */
    String quote(String text) {
        return Quoted.of(text);
    }
}
