/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MessagePackTest {
    /**
     * Two traces; of the first the two spans are maps with values of every kind, the second is a longer array of one
     * nil.
     */
    private static final byte[] REQUEST = HexFormat.ofDelimiter(" ")
            .parseHex("92 92"
                    + " 84 a1 61 01 a1 62 cd 01 02 a1 63 cb 00 00 00 00 00 00 00 00 a1 64 92 c3 ff"
                    + " de 00 06 a1 61 d9 02 78 79 a1 62 c4 01 00 a1 63 d6 01 00 00 00 00 a1 64 c7 01 05 00"
                    + " a1 65 ca 00 00 00 00 a1 66 cf 00 00 00 00 00 00 00 01"
                    + " dd 00 00 00 01 c0");

    @Test
    void countSpans_stepsOverEveryKindOfValue() {
        assertThat(MessagePack.countSpans(REQUEST)).isEqualTo(3);
    }

    @Test
    void countSpans_ofLessThanARequestThrows() {
        for (int length = 0; length < REQUEST.length; length++) {
            byte[] part = Arrays.copyOf(REQUEST, length);

            assertThatThrownBy(() -> MessagePack.countSpans(part))
                    .as("%d bytes", length)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void countSpans_ofSomethingElseThrows() {
        assertThatThrownBy(() -> MessagePack.countSpans(new byte[] {(byte) 0x80}))
                .hasMessage("not an array");
    }
}
