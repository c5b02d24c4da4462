/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/**
 * Finds options in their sources. The key is looked up in all sources before its first alias is, and so on; within one
 * key the order of the sources decides. Blank is the same as not set.
 *
 * <p>Used by the starting thread alone. A bad value adds one line to the problems and yields the default; it does not
 * make way for another source or alias, since nobody could tell then which value is in use.
 */
final class SettingReader {
    private final List<SettingSource> sources;
    private final List<String> problems;

    /** Both lists stay the caller's, who may add to them. */
    SettingReader(List<SettingSource> sources, List<String> problems) {
        this.sources = sources;
        this.problems = problems;
    }

    <T> T value(ConfigOption<T> option) {
        return read(option).value();
    }

    <T> Setting<T> read(ConfigOption<T> option) {
        for (Spelling<T> spelling : option.spellings()) {
            for (SettingSource source : sources) {
                String text = textIn(source, spelling.key());
                if (text != null) {
                    return parse(option, spelling, source.nameOf(spelling.key()), text);
                }
            }
        }
        return new Setting<>(option.defaultValue(), null, null, null);
    }

    private <T> Setting<T> parse(ConfigOption<T> option, Spelling<T> spelling, String name, String text) {
        ValueParser<T> parser = spelling.parser();
        ValueProblems found = new ValueProblems(name, problems);
        T value = parser.parse(text, found);
        if (value != null) {
            return new Setting<>(value, spelling.key(), name, text);
        }
        String detail = found.detail() == null ? "" : " (" + found.detail() + ")";
        problems.add(name + ": " + parser.quote(text) + " is not " + parser.noun() + detail + "; accepted: "
                + parser.accepted() + "; using " + spelling.defaultText());
        return new Setting<>(option.defaultValue(), null, null, null);
    }

    private static String textIn(SettingSource source, String key) {
        try {
            String text = source.value(key);
            String trimmed = text == null ? "" : text.trim();
            return trimmed.isEmpty() ? null : trimmed;
        } catch (RuntimeException e) {
            // A security manager that hides a property makes it unset.
            return null;
        }
    }
}
