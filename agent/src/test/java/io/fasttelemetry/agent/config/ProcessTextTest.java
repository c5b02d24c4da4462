/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcessTextTest {
    private static final String GARBLED = "Gr\uFFFD\uFFFDn";

    private static String restored(String content, String text) {
        return ProcessText.restore(content.getBytes(StandardCharsets.UTF_8), "X=", text);
    }

    @Test
    void restore_findsTheEntryAndDecodesIt() {
        assertThat(restored("A=1\0X=Gr\u00fcn\0XX=Gr\u00f6n\0", GARBLED)).isEqualTo("Gr\u00fcn");
        assertThat(restored("X=Gr\u00fcn", GARBLED)).isEqualTo("Gr\u00fcn");
        assertThat(restored("X=Gr\u00fcn\0X=Gr\u00f6n\0", GARBLED)).isEqualTo("Gr\u00f6n");
    }

    @Test
    void restore_leavesWhatIsNotThere() {
        for (String other :
                new String[] {"", "X", "X=", "X=Gr\u00fc", "X=Gr\u00fcnn", "x=Gr\u00fcn", "X=Grxyn", " X=Gr\u00fcn"}) {
            assertThat(restored(other + "\0", GARBLED)).as(other).isEqualTo(GARBLED);
        }
    }

    @Test
    void variable_withoutGarbledCharactersIsItself() {
        assertThat(ProcessText.variable("PATH", "Gr\u00fcn")).isEqualTo("Gr\u00fcn");
    }

    @Test
    void garbledValue_givesOneMessage() {
        LoadedConfig loaded =
                Settings.env("FASTTELEMETRY_SERVICE_NAME", GARBLED).load();

        assertThat(loaded.config().get(Options.SERVICE_NAME)).isEqualTo(GARBLED);
        assertThat(loaded.problems())
                .singleElement()
                .asString()
                .startsWith("FASTTELEMETRY_SERVICE_NAME: the value holds characters that were lost")
                .contains("LC_ALL=C.UTF-8");
    }
}
