/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** The value of an option and its origin. Immutable. */
final class Setting<T> {
    private final T value;
    private final String key;
    private final String name;
    private final String text;

    /**
     * Makes a setting from a source: the key or alias it was found under, its name as the source spells it, and its
     * text.
     */
    Setting(T value, String key, String name, String text) {
        this.value = value;
        this.key = key;
        this.name = name;
        this.text = text;
    }

    /** Makes a setting with the default, for an option that is not set or whose value was bad. */
    static <T> Setting<T> unset(ConfigOption<T> option) {
        return new Setting<>(option.defaultValue(), option.key(), option.key(), null);
    }

    T value() {
        return value;
    }

    boolean isSet() {
        return text != null;
    }

    /** The key or alias it was found under, spelled as a system property; the key if it is not set. */
    String key() {
        return key;
    }

    /** The name to show in messages: as its source spells it; the key if it is not set. */
    String name() {
        return name;
    }

    /** The text as it was written; null if it is not set. */
    String text() {
        return text;
    }
}
