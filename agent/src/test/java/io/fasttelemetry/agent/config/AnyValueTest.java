/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.Quoted;
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
            Set.of(Options.SERVICE_NAME, Options.SCOPE_NAME, Options.LOG_FILE, Options.REDACT);
    private static final Set<ConfigOption<?>> LISTS_OF_ENTRIES = Set.of(
            Options.METHODS,
            Options.METHODS_EXCLUDE,
            Options.ANNOTATIONS_INCLUDE,
            Options.HEADERS,
            Options.METRICS_HEADERS);

    static List<Arguments> spellings() {
        List<Arguments> all = new ArrayList<>();
        for (ConfigOption<?> option : Options.all()) {
            for (ConfigOption.Spelling<?> spelling : option.spellings()) {
                all.add(Arguments.of(spelling.key(), option, spelling));
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void emptyAndBlank_areNotSet(String key, ConfigOption<?> option, ConfigOption.Spelling<?> spelling) {
        for (String value : List.of("", "   ", "\t \n")) {
            assertThat(Settings.property(key, value).config()).hasToString(DEFAULTS);
            assertThat(Settings.env(SettingSource.Environment.variable(key), value)
                            .config())
                    .hasToString(DEFAULTS);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void garbage_givesOneLineAndTheDefault(String key, ConfigOption<?> option, ConfigOption.Spelling<?> spelling) {
        for (String value : List.of("!! {garbage}", "-1", "10x", "yes/no", "\u00e9 %zz", "9".repeat(5000))) {
            boolean legalRule = (option == Options.METHODS
                            || option == Options.METHODS_EXCLUDE
                            || option == Options.ANNOTATIONS_INCLUDE)
                    && value.indexOf('{') < 0
                    && value.indexOf('/') < 0;
            if (legalRule || (FREE_TEXT.contains(option) && value.length() < 1000)) {
                continue;
            }
            expectOneLine(Settings.property(key, value).load(), key, value, option, spelling);
            String name = SettingSource.Environment.variable(key);
            expectOneLine(Settings.env(name, " " + value + " ").load(), name, value, option, spelling);
        }
    }

    private static void expectOneLine(
            LoadedConfig loaded, String name, String value, ConfigOption<?> option, ConfigOption.Spelling<?> spelling) {
        assertThat(loaded.problems()).as(value).hasSize(1);
        String message = loaded.problems().get(0);
        assertThat(message).startsWith(name + ": ");
        boolean isFile = spelling.parser() instanceof FileParser;
        if (option == Options.HEADERS || option == Options.METRICS_HEADERS || (isFile && value.length() > 255)) {
            assertThat(message).doesNotContain(value.substring(0, Math.min(value.length(), 20)));
        } else {
            assertThat(message).contains(Quoted.of(value));
        }
        if (LISTS_OF_ENTRIES.contains(option)) {
            assertThat(message).contains("accepted: ").endsWith("left out");
        } else if (option == Options.DECLARATIVE_CONFIG_FILE) {
            assertThat(message).contains("; using system properties");
        } else {
            assertThat(message)
                    .contains("; accepted: " + spelling.parser().accepted())
                    .endsWith("; using " + spelling.defaultText());
        }
        assertThat(loaded.config()).hasToString(DEFAULTS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void pastedKey_isNeverShown(String key, ConfigOption<?> option, ConfigOption.Spelling<?> spelling) {
        String base64 = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4";
        for (String value : List.of(
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY----- " + base64 + " -----END EC PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\\n" + base64)) {
            LoadedConfig loaded = Settings.property(key, value)
                    .andProperty("fasttelemetry.metrics", "self")
                    .load();

            assertThat(loaded.problems()).noneMatch(message -> message.contains("MIIEvQ"));
            assertThat(loaded.problems().toString()).doesNotContain("\n");
        }
        if (spelling.parser() instanceof FileParser) {
            assertThat(Settings.property(key, base64).problems().toString())
                    .contains("its path is expected")
                    .doesNotContain("MIIEvQ");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void defaultInAnyCaseWithBlanks_isTheDefault(
            String key, ConfigOption<?> option, ConfigOption.Spelling<?> spelling) {
        String text = spelling.defaultText();
        if (text.equals("none") || FREE_TEXT.contains(option)) {
            return;
        }
        boolean hasCase = option != Options.ENDPOINT;
        String value = "  " + (hasCase ? text.toUpperCase(Locale.ROOT) : text.replace("http", "HTTP")) + "\t";
        LoadedConfig loaded = Settings.property(key, value).load();

        assertThat(loaded.config()).hasToString(DEFAULTS);
        if (option == Options.SAMPLER_RATIO) {
            assertThat(loaded.problems()).singleElement().asString().contains("has no effect");
        } else {
            assertThat(loaded.problems()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void defaultText_isWhatTheDefaultIs(String key, ConfigOption<?> option, ConfigOption.Spelling<?> spelling) {
        if (!spelling.defaultText().equals(ConfigOption.NONE)) {
            Object parsed =
                    spelling.parser().parse(spelling.defaultText(), new ValueParser.Problems(key, new ArrayList<>()));

            assertThat(parsed).usingRecursiveComparison().isEqualTo(option.defaultValue());
        }
    }
}
