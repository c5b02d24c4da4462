/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireBufferTest {
    private final WireBuffer buffer = new WireBuffer(1);

    @Test
    void varint_isAsShortAsProtobufs() throws IOException {
        for (int shift = 0; shift < 64; shift++) {
            for (int delta = -1; delta <= 1; delta++) {
                long value = (1L << shift) + delta;
                buffer.reset();

                buffer.writeVarint(value);

                byte[] bytes = buffer.toByteArray();
                assertThat(bytes).hasSize(CodedOutputStream.computeUInt64SizeNoTag(value));
                assertThat(WireBuffer.varintBytes(value)).isEqualTo(bytes.length);
                assertThat(CodedInputStream.newInstance(bytes).readUInt64()).isEqualTo(value);
            }
        }
    }

    @Test
    void primitives_areReadBackByProtobuf() throws IOException {
        buffer.writeTag(3, WireBuffer.FIXED64);
        buffer.writeFixed64(0x0102030405060708L);
        buffer.writeFixed32(0xCAFEBABE);
        buffer.writeDouble(-0.0);
        buffer.writeBool(true);
        buffer.writeId(0x0102030405060708L);

        CodedInputStream in = CodedInputStream.newInstance(buffer.toByteArray());
        assertThat(in.readTag()).isEqualTo(3 << 3 | 1);
        assertThat(in.readFixed64()).isEqualTo(0x0102030405060708L);
        assertThat(in.readFixed32()).isEqualTo(0xCAFEBABE);
        assertThat(Double.doubleToRawLongBits(in.readDouble())).isEqualTo(Long.MIN_VALUE);
        assertThat(in.readBool()).isTrue();
        assertThat(in.readRawBytes(8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(in.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 127, 128, 129, 16_382, 16_383, 16_384, 16_385, 2_097_151, 2_097_152, 2_097_153})
    void nestedMessage_hasTheShortestLengthWhateverWasReserved(int length) throws IOException {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        for (int reserved = 1; reserved <= 5; reserved++) {
            buffer.reset();
            int outer = buffer.begin(1);
            buffer.writeTag(2, WireBuffer.LENGTH_DELIMITED);
            int inner = buffer.begin(reserved, 0);
            buffer.writeBytes(body);
            buffer.end(inner);
            buffer.end(outer);

            CodedInputStream in = CodedInputStream.newInstance(buffer.toByteArray());
            in.readTag();
            int outerLength = in.readRawVarint32();
            assertThat(outerLength).isEqualTo(CodedOutputStream.computeByteArraySize(2, body));
            in.readTag();
            assertThat(in.readByteArray()).isEqualTo(body);
            assertThat(buffer.size()).isEqualTo(1 + WireBuffer.varintBytes(outerLength) + outerLength);
        }
    }

    @Test
    void utf8_isCutAtTheLastCodePointThatFits() {
        RandomSpans random = new RandomSpans(7);
        for (int i = 0; i < 2_000; i++) {
            String text = random.text();
            int most = Math.min(300, 3 * text.length() + 2);
            for (int maxBytes = 0; maxBytes <= most; maxBytes += 1 + i % 3) {
                buffer.reset();
                CharSequence given = i % 2 == 0 ? text : CharBuffer.wrap(text);

                int written = buffer.writeUtf8(given, maxBytes);

                assertThat(written).isEqualTo(buffer.size());
                byte[] expected = Oracle.utf8Bytes(text.substring(0, fittingChars(text, maxBytes)));
                byte[] actual = buffer.toByteArray();
                if (!Arrays.equals(actual, expected)) {
                    assertThat(actual).as("%s in %d bytes", text, maxBytes).isEqualTo(expected);
                }
            }
        }
    }

    /** The longest run of whole code points whose UTF-8, by java.nio, is no longer than the limit. */
    private static int fittingChars(String text, int maxBytes) {
        int fitting = 0;
        int bytes = 0;
        while (fitting < text.length()) {
            int next = text.offsetByCodePoints(fitting, 1);
            bytes += Oracle.utf8Bytes(text.substring(fitting, next)).length;
            if (bytes > maxBytes) {
                break;
            }
            fitting = next;
        }
        return fitting;
    }

    @Test
    void utf8_takesAMebibyteOfAnything() {
        for (String unit : new String[] {"a", "é", "€", "😀", "\uD800", "\0"}) {
            String text = unit.repeat(1 << 20);
            buffer.reset();

            buffer.writeUtf8(text, Integer.MAX_VALUE);

            assertThat(buffer.toByteArray()).isEqualTo(Oracle.utf8Bytes(text));
        }
    }

    @Test
    void utf8_replacesEachLoneSurrogateAndKeepsNul() {
        buffer.writeUtf8("a\uD83D\0\uDE00\uD83D\uDE00\uD83D", 100);

        assertThat(new String(buffer.toByteArray(), StandardCharsets.UTF_8)).isEqualTo("a\uFFFD\0\uFFFD😀\uFFFD");
    }

    @Test
    void stringField_isLeftOutWhenNothingFits() {
        buffer.writeStringField(1, "€", 2);
        buffer.writeStringField(1, "", 2);
        buffer.writeStringField(1, null, 2);

        assertThat(buffer.size()).isZero();
    }

    @Test
    void reset_givesBackWhatOneLongMessageTook() {
        WireBuffer bounded = new WireBuffer(16, 64);
        bounded.writeBytes(new byte[50]);
        bounded.reset();
        assertThat(bounded.array().length).isBetween(50, 64);

        bounded.writeBytes(new byte[65]);
        bounded.reset();

        assertThat(bounded.array()).hasSize(16);
    }
}
