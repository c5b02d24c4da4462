/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyTextTest {
    @Test
    void sanitise_readsTheMessageOfAStatus() {
        WireBuffer status = new WireBuffer(64);
        status.writeVarintField(1, 8);
        status.writeStringField(2, "quota\nexceeded", 1_000);
        status.writeStringField(3, "details", 1_000);
        byte[] body = status.toByteArray();

        assertThat(RpcStatus.message(body)).isEqualTo("quota\nexceeded");
        assertThat(BodyText.sanitise(body, "application/x-protobuf")).isEqualTo("quota exceeded");
        assertThat(BodyText.sanitise(body, null)).isEqualTo("quota exceeded");
    }

    @Test
    void rpcStatus_isNullForAnythingElse() {
        assertThat(RpcStatus.message(bytes("Not Found"))).isNull();
        assertThat(RpcStatus.message(bytes("{\"code\":3}"))).isNull();
        assertThat(RpcStatus.message(new byte[] {0x12, 50, 'a'})).isNull();
        assertThat(RpcStatus.message(new byte[] {0x12, 1, (byte) 0xFF})).isNull();
        assertThat(RpcStatus.message(new byte[] {0x22, 1, 'a'})).isNull();
    }

    @Test
    void sanitise_keepsJsonOnOneLine() {
        assertThat(BodyText.sanitise(bytes("{\r\n  \"code\": 3,\n\t\"message\": \"bad\"\n}\n"), "application/json"))
                .isEqualTo("{ \"code\": 3, \"message\": \"bad\" }");
    }

    @Test
    void sanitise_readsTheTextOfHtml() {
        String page = """
                <!DOCTYPE html><html><head><title>502 Bad Gateway</title>
                <style>body { color: red }</style><SCRIPT>alert("<b>")</SCRIPT><!-- a <b> comment --></head>
                <body><h1>Bad&nbsp;Gateway</h1><p>a &lt; b &amp;lt; c</p></body></html>
                """;

        for (String contentType : new String[] {"text/html; charset=utf-8", null}) {
            assertThat(BodyText.sanitise(bytes(page), contentType))
                    .isEqualTo("502 Bad Gateway Bad Gateway a < b &lt; c");
        }
        assertThat(BodyText.sanitise(bytes("text <b"), "text/html")).isEqualTo("text");
        assertThat(BodyText.sanitise(bytes("text <script>never closed"), "text/html"))
                .isEqualTo("text");
    }

    @Test
    void sanitise_neitherForgesNorReordersALine() {
        assertThat(BodyText.sanitise(bytes("a\r\nWARN forged\u001b[2J\u0085b\u2028c\u202Ed\uFEFF"), "text/plain"))
                .isEqualTo("a WARN forged [2J b c?d?");
    }

    @Test
    void sanitise_countsWhatIsNotText() {
        byte[] noise = new byte[500];
        new Random(1).nextBytes(noise);

        assertThat(BodyText.sanitise(noise, "text/plain")).isEqualTo("(500 bytes that are not text)");
        assertThat(BodyText.sanitise(new byte[0], null)).isEmpty();
    }

    @Test
    void sanitise_staysWithinTheLimitAndMarksTheCut() {
        for (String unit : new String[] {"a", "é", "€", "😀", "a ", "😀 "}) {
            for (int length = 60; length < 1_100; length += 7) {
                String text = unit.repeat(length);

                String line = BodyText.sanitise(bytes(text), "text/plain", 200);

                int bytes = bytes(line).length;
                assertThat(bytes).isLessThanOrEqualTo(200);
                if (line.endsWith("...")) {
                    assertThat(bytes).isGreaterThan(190);
                    assertThat(text).startsWith(line.substring(0, line.length() - 3));
                } else {
                    assertThat(line).isEqualTo(text.strip());
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
