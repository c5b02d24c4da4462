/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds options in their sources. The key is looked up in all sources before its first alias is, and so on; within one
 * key the order of the sources decides. Blank is the same as not set.
 *
 * <p>Used by the starting thread alone. A bad value adds one message to the problems and yields the default; it does
 * not make way for another source or alias, since nobody could tell then which value is in use. What has been found is
 * kept, so an option can be read again without a second message.
 */
final class SettingReader {
    private final List<SettingSource> sources;
    private final List<String> problems;
    private final Map<ConfigOption<?>, Setting<?>> found = new HashMap<>();
    /** What was found under one name, so that no second option which is also found there reports it again. */
    private final Map<ConfigOption.Spelling<?>, Setting<?>> parsed = new HashMap<>();

    /** Both lists stay the caller's, who may add to them. */
    SettingReader(List<SettingSource> sources, List<String> problems) {
        this.sources = sources;
        this.problems = problems;
    }

    <T> Setting<T> read(ConfigOption<T> option) {
        @SuppressWarnings("unchecked") // put below, under an option of the same type
        Setting<T> known = (Setting<T>) found.get(option);
        if (known != null) {
            return known;
        }
        Setting<T> setting = find(option);
        found.put(option, setting);
        return setting;
    }

    private <T> Setting<T> find(ConfigOption<T> option) {
        for (ConfigOption.Spelling<T> spelling : option.spellings()) {
            for (SettingSource source : sources) {
                String text = textIn(source, spelling.key());
                if (text != null) {
                    @SuppressWarnings("unchecked") // put below, under a spelling of the same type
                    Setting<T> known = (Setting<T>) parsed.get(spelling);
                    if (known == null) {
                        known = parse(option, spelling, source.nameOf(spelling.key()), text);
                        parsed.put(spelling, known);
                    }
                    return known;
                }
            }
        }
        return Setting.unset(option);
    }

    private <T> Setting<T> parse(ConfigOption<T> option, ConfigOption.Spelling<T> spelling, String name, String text) {
        ValueParser<T> parser = spelling.parser();
        ValueParser.Problems notes = new ValueParser.Problems(name, problems);
        T value = parser.parse(text, notes);
        if (value != null) {
            return new Setting<>(value, spelling.key(), name, text);
        }
        String detail = notes.detail() == null ? "" : " (" + notes.detail() + ")";
        problems.add(name + ": " + parser.quote(text) + " is not " + parser.noun() + detail + "; accepted: "
                + parser.accepted() + "; using " + spelling.defaultText());
        return Setting.unset(option);
    }

    /** What the first source that has this key says, unread; null if none has. For keys that are no settings of ours. */
    String text(String key) {
        for (SettingSource source : sources) {
            String text = textIn(source, key);
            if (text != null) {
                return text;
            }
        }
        return null;
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
