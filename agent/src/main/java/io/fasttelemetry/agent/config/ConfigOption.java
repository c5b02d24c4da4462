/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One setting: its key, the aliases it is also found under, its default, and how its text is read. The reference in the
 * documentation is written from these objects. Immutable.
 */
final class ConfigOption<T> {
    static final String OWN_PREFIX = "fasttelemetry.";

    private final List<Spelling<T>> spellings;
    private final T defaultValue;
    private final String description;

    @SafeVarargs
    ConfigOption(Spelling<T> own, T defaultValue, String description, Spelling<T>... aliases) {
        List<Spelling<T>> all = new ArrayList<>();
        all.add(own);
        for (Spelling<T> alias : aliases) {
            all.add(alias);
        }
        this.spellings = Collections.unmodifiableList(all);
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** An option whose aliases are read as the key itself is. */
    static <T> ConfigOption<T> of(
            String key,
            ValueParser<T> parser,
            String defaultText,
            T defaultValue,
            String description,
            String... aliases) {
        List<Spelling<T>> all = new ArrayList<>();
        all.add(new Spelling<>(key, parser, defaultText));
        for (String alias : aliases) {
            all.add(new Spelling<>(alias, parser, defaultText));
        }
        return new ConfigOption<>(Collections.unmodifiableList(all), defaultValue, description);
    }

    private ConfigOption(List<Spelling<T>> spellings, T defaultValue, String description) {
        this.spellings = spellings;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** The key, then its aliases; the first one that is set anywhere wins. */
    List<Spelling<T>> spellings() {
        return spellings;
    }

    String key() {
        return spellings.get(0).key();
    }

    T defaultValue() {
        return defaultValue;
    }

    String defaultText() {
        return spellings.get(0).defaultText();
    }

    /** One sentence for the reference. */
    String description() {
        return description;
    }
}
