/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A source of settings. Used by the starting thread alone. May throw {@link RuntimeException}, as a security manager
 * does, which the reader treats as "not set".
 */
abstract class SettingSource {
    /** The raw text of a key, or null. Keys are spelled as system properties: {@code fasttelemetry.max.batch.size}. */
    abstract String value(String key);

    /** The names of all settings in this source, spelled its way. */
    abstract Iterable<String> names();

    /** The key as this source spells it, for messages: {@code FASTTELEMETRY_MAX_BATCH_SIZE} in the environment. */
    String nameOf(String key) {
        return key;
    }

    /** Whether a name with the agent's prefix is not meant as a setting. */
    boolean isForeign(String name) {
        return false;
    }

    /** All names in this source, spelled its way, that begin with the prefix of the agent's keys. */
    final List<String> ownNames() {
        String prefix = nameOf(ConfigOption.OWN_PREFIX);
        List<String> own = new ArrayList<>();
        for (String name : names()) {
            if (startsWithIgnoringCase(name, prefix)) {
                own.add(name);
            }
        }
        return own;
    }

    static boolean startsWithIgnoringCase(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** Settings that are spelled as system properties: agent arguments, the properties file. Never throws. */
    static final class Pairs extends SettingSource {
        private final Map<String, String> values;

        Pairs(Map<String, String> values) {
            this.values = values;
        }

        @Override
        String value(String key) {
            return values.get(key);
        }

        @Override
        Iterable<String> names() {
            return values.keySet();
        }
    }

    /** The JVM's system properties. Throws what a security manager throws. */
    static final class SystemProperties extends SettingSource {
        @Override
        String value(String key) {
            String text = System.getProperty(key);
            return text == null ? null : ProcessText.property(key, text);
        }

        @Override
        Iterable<String> names() {
            return System.getProperties().stringPropertyNames();
        }
    }

    /** Environment variables: the key in upper case, with {@code _} for {@code .} and {@code -}. Never throws. */
    static final class Environment extends SettingSource {
        private final Map<String, String> variables;

        Environment(Map<String, String> variables) {
            this.variables = variables;
        }

        static String variable(String key) {
            return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        }

        @Override
        String value(String key) {
            String name = variable(key);
            String text = variables.get(name);
            return text == null ? null : ProcessText.variable(name, text);
        }

        @Override
        Iterable<String> names() {
            return variables.keySet();
        }

        @Override
        String nameOf(String key) {
            return variable(key);
        }

        @Override
        boolean isForeign(String name) {
            return ServiceLinks.isLink(name, variables.get(name));
        }
    }
}
