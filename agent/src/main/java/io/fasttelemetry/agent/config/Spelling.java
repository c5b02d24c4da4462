/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/**
 * A key under which an option is found, with the way its text is read there: {@code otel.sdk.disabled} says the
 * opposite of {@code fasttelemetry.enabled}. Immutable.
 */
final class Spelling<T> {
    private final String key;
    private final ValueParser<T> parser;
    private final String defaultText;

    Spelling(String key, ValueParser<T> parser, String defaultText) {
        this.key = key;
        this.parser = parser;
        this.defaultText = defaultText;
    }

    String key() {
        return key;
    }

    ValueParser<T> parser() {
        return parser;
    }

    /** The default as it would be written under this key. */
    String defaultText() {
        return defaultText;
    }
}
