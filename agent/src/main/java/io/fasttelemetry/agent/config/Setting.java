/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** The value of an option and where it is from. Immutable. */
final class Setting<T> {
    private final T value;
    private final String key;
    private final String name;
    private final String text;

    /** The name and the text are those of the source; null if the option is not set or its value was bad. */
    Setting(T value, String key, String name, String text) {
        this.value = value;
        this.key = key;
        this.name = name;
        this.text = text;
    }

    T value() {
        return value;
    }

    boolean isSet() {
        return name != null;
    }

    /** The key or alias it was found under, spelled as a system property; null if not set. */
    String key() {
        return key;
    }

    /** The name to show in messages: as its source spells it. */
    String name() {
        return name;
    }

    String text() {
        return text;
    }
}
