/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Definition of one setting: its key, its aliases, its default, and the parser of its text; also the handle that {@link
 * AgentConfig#get} takes. The reference in the documentation is written from these objects. Immutable; any thread.
 */
public final class ConfigOption<T> {
    static final String OWN_PREFIX = "fasttelemetry.";

    /** The text for an option that is not set by default. */
    static final String NONE = "none";

    private final List<Spelling<T>> spellings;
    private final T defaultValue;
    private final String description;

    private ConfigOption(List<Spelling<T>> spellings, T defaultValue, String description) {
        this.spellings = spellings;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** Makes an option with a default, given as text, and aliases that are parsed like the key itself. */
    static <T> ConfigOption<T> of(
            String key, ValueParser<T> parser, String defaultText, String description, String... aliases) {
        return of(spellings(key, parser, defaultText, aliases), description);
    }

    /**
     * Makes an option with a default and aliases that have other words for its values. The first spelling is the key.
     */
    static <T> ConfigOption<T> of(List<Spelling<T>> spellings, String description) {
        Spelling<T> own = spellings.get(0);
        List<String> problems = new ArrayList<>();
        T value = own.parser.parse(own.defaultText, new ValueParser.Problems(own.key, problems));
        if (value == null || !problems.isEmpty()) {
            throw new IllegalArgumentException(own.key + " has a bad default: " + own.defaultText);
        }
        return new ConfigOption<>(spellings, value, description);
    }

    /** Makes an option that is not set by default. {@code unsetValue} stands for that: null, or an empty value. */
    static <T> ConfigOption<T> unset(
            String key, ValueParser<T> parser, T unsetValue, String description, String... aliases) {
        return new ConfigOption<>(spellings(key, parser, NONE, aliases), unsetValue, description);
    }

    private static <T> List<Spelling<T>> spellings(
            String key, ValueParser<T> parser, String defaultText, String... aliases) {
        List<Spelling<T>> all = new ArrayList<>();
        all.add(new Spelling<>(key, parser, defaultText));
        for (String alias : aliases) {
            all.add(new Spelling<>(alias, parser, defaultText));
        }
        return Collections.unmodifiableList(all);
    }

    /** This option restricted to one of its names. */
    ConfigOption<T> onlyAs(String name) {
        for (Spelling<T> spelling : spellings) {
            if (spelling.key.equals(name)) {
                return new ConfigOption<>(Collections.singletonList(spelling), defaultValue, description);
            }
        }
        throw new IllegalArgumentException(name);
    }

    /** The key, then its aliases; the first one that is set anywhere wins. */
    List<Spelling<T>> spellings() {
        return spellings;
    }

    String key() {
        return spellings.get(0).key;
    }

    /** Whether the key is the agent's own, and not one of OpenTelemetry's that has no equivalent here. */
    boolean isOwn() {
        return key().startsWith(OWN_PREFIX);
    }

    T defaultValue() {
        return defaultValue;
    }

    String defaultText() {
        return spellings.get(0).defaultText;
    }

    /** One sentence for the reference. */
    String description() {
        return description;
    }

    /** The value as a message may show it: without secrets. */
    String show(T value) {
        return value == null ? NONE : spellings.get(0).parser.show(value);
    }

    /**
     * A key of an option, with the parser for its text: {@code otel.sdk.disabled} means the opposite of {@code
     * fasttelemetry.enabled}. Immutable.
     */
    static final class Spelling<T> {
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
}
