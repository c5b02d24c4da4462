/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every setting does with every kind of bad value, under each of its names, as property and as variable. */
class AnyValueTest {
    private static final String DEFAULTS = Settings.none().config().toString();
    private static final Set<ConfigOption<?>> FREE_TEXT =
            Set.of(Options.SERVICE_NAME, Options.SCOPE_NAME, Options.LOG_FILE);
    private static final Set<ConfigOption<?>> LISTS_OF_ENTRIES =
            Set.of(Options.METHODS, Options.METHODS_EXCLUDE, Options.HEADERS);

    static List<Arguments> spellings() {
        List<Arguments> all = new ArrayList<>();
        for (List<ConfigOption<?>> options : List.of(Options.OWN, ForeignOptions.ALL)) {
            for (ConfigOption<?> option : options) {
                for (Spelling<?> spelling : option.spellings()) {
                    all.add(Arguments.of(spelling.key(), option, spelling));
                }
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void emptyAndBlank_areNotSet(String key, ConfigOption<?> option, Spelling<?> spelling) {
        for (String value : List.of("", "   ", "\t \n")) {
            assertThat(Settings.property(key, value).config()).hasToString(DEFAULTS);
            assertThat(Settings.env(Names.environmentName(key), value).config()).hasToString(DEFAULTS);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void garbage_givesOneLineAndTheDefault(String key, ConfigOption<?> option, Spelling<?> spelling) {
        for (String value : List.of("!! {garbage}", "-1", "10x", "yes/no", "\u00e9 %zz", "9".repeat(5000))) {
            boolean legalRule =
                    (option == Options.METHODS || option == Options.METHODS_EXCLUDE) && Names.isClassName(value);
            if (legalRule || (FREE_TEXT.contains(option) && value.length() < 1000)) {
                continue;
            }
            expectOneLine(Settings.property(key, value).load(), key, value, option, spelling);
            String name = Names.environmentName(key);
            expectOneLine(Settings.env(name, " " + value + " ").load(), name, value, option, spelling);
        }
    }

    private static void expectOneLine(
            LoadedConfig loaded, String name, String value, ConfigOption<?> option, Spelling<?> spelling) {
        assertThat(loaded.problems()).as(value).hasSize(1);
        String line = loaded.problems().get(0);
        assertThat(line).startsWith(name + ": ");
        if (option == Options.HEADERS) {
            assertThat(line).doesNotContain(value);
        } else {
            assertThat(line).contains(Quoted.of(value));
        }
        if (LISTS_OF_ENTRIES.contains(option)) {
            assertThat(line).contains("accepted: ").endsWith("left out");
        } else if (option == ForeignOptions.DECLARATIVE_CONFIG_FILE) {
            assertThat(line).contains("; using system properties");
        } else {
            assertThat(line)
                    .contains("; accepted: " + spelling.parser().accepted())
                    .endsWith("; using " + spelling.defaultText());
        }
        assertThat(loaded.config()).hasToString(DEFAULTS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void defaultInAnyCaseWithBlanks_isTheDefault(String key, ConfigOption<?> option, Spelling<?> spelling) {
        String text = spelling.defaultText();
        if (text.equals("none") || FREE_TEXT.contains(option)) {
            return;
        }
        boolean hasCase = option != Options.ENDPOINT;
        String value = "  " + (hasCase ? text.toUpperCase(Locale.ROOT) : text.replace("http", "HTTP")) + "\t";
        LoadedConfig loaded = Settings.property(key, value).load();

        assertThat(loaded.config()).hasToString(DEFAULTS);
        if (option == Options.SAMPLER_ARG) {
            assertThat(loaded.problems()).singleElement().asString().contains("has no effect");
        } else {
            assertThat(loaded.problems()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void defaultText_isWhatTheDefaultIs(String key, ConfigOption<?> option, Spelling<?> spelling) {
        if (!spelling.defaultText().equals("none") && option != Options.SERVICE_NAME) {
            Object parsed = spelling.parser().parse(spelling.defaultText(), new ValueProblems(key, new ArrayList<>()));

            assertThat(parsed).isEqualTo(option.defaultValue());
        }
    }
}
