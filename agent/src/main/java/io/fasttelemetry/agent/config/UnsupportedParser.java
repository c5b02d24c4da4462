/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/**
 * Parses settings that are known and do nothing here: every value gets one message that says what is used instead.
 * Immutable.
 */
final class UnsupportedParser extends ValueParser<String> {
    private final String instead;

    UnsupportedParser(String instead) {
        super("a supported setting", "nothing: one message says that it has no effect");
        this.instead = instead;
    }

    @Override
    boolean holdsEquals() {
        return true;
    }

    @Override
    String parse(String text, Problems problems) {
        problems.note(quote(text) + " has no effect, this setting is not supported; using " + instead);
        return text;
    }
}
