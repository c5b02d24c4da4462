/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds options in their sources. The key is looked up in all sources before its first alias is, and so on; within one
 * key the order of the sources decides. Blank is the same as not set.
 *
 * <p>Used by the starting thread alone. A bad value adds one message to the problems and yields the default; no other
 * source or alias is tried, since it would then be unclear which value is in use. Results are cached, so an option can
 * be read again without a second message.
 */
final class SettingReader {
    private final List<SettingSource> sources;
    private final List<String> problems;
    private final Map<ConfigOption<?>, Setting<?>> found = new HashMap<>();
    /** Results by spelling, so that another option with the same spelling does not report a problem again. */
    private final Map<ConfigOption.Spelling<?>, Setting<?>> parsed = new HashMap<>();

    /** Makes a reader of these lists, to which the caller may add later. */
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
                        String name = source.nameOf(spelling.key());
                        known = parse(option, spelling, name, plain(name, text, source));
                        parsed.put(spelling, known);
                    }
                    return known;
                }
            }
        }
        return Setting.unset(option);
    }

    /** Removes quotes that a shell would have removed, and reports them and garbled characters. */
    private String plain(String name, String text, SettingSource source) {
        String inner = inner(text);
        if (inner.length() < text.length()) {
            problems.add(name + ": the quotes around the value do not belong to it; accepted: the value without them;"
                    + " using it so");
        }
        if (!(source instanceof SettingSource.Pairs) && ProcessText.isGarbled(inner)) {
            problems.add(name + ": the value holds characters that were lost on the way (U+FFFD), since the encoding of"
                    + " the locale cannot hold them; accepted: a locale with UTF-8, such as LC_ALL=C.UTF-8; using what"
                    + " is left");
        }
        return inner;
    }

    /** The text without a pair of equal quotes around it. */
    private static String inner(String text) {
        int last = text.length() - 1;
        boolean quoted = last > 0 && "\"'".indexOf(text.charAt(0)) >= 0 && text.charAt(last) == text.charAt(0);
        return quoted && text.indexOf(text.charAt(0), 1) == last
                ? text.substring(1, last).trim()
                : text;
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

    /**
     * The raw text of a key in the first source that has it; null if none has. For keys that are not settings of the
     * agent.
     */
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
            return inner(trimmed).isEmpty() ? null : trimmed;
        } catch (RuntimeException e) {
            // A property that a security manager hides counts as not set.
            return null;
        }
    }
}
