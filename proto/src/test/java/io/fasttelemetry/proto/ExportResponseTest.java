/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExportResponseTest {
    @Test
    void decode_readsPartialSuccess() {
        ExportResponse response = ExportResponse.decode(partial(5, "quota").toByteArray());

        assertThat(response.rejectedSpans()).isEqualTo(5);
        assertThat(response.errorMessage()).isEqualTo("quota");
    }

    @Test
    void decode_readsAnEmptyBodyAsFullSuccess() {
        for (ExportTraceServiceResponse empty :
                new ExportTraceServiceResponse[] {ExportTraceServiceResponse.getDefaultInstance(), partial(0, "")}) {
            ExportResponse response = ExportResponse.decode(empty.toByteArray());

            assertThat(response.rejectedSpans()).isZero();
            assertThat(response.errorMessage()).isEmpty();
        }
    }

    @Test
    void decode_skipsUnknownFieldsAndGroups() {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .addField(
                        1001,
                        UnknownFieldSet.Field.newBuilder()
                                .addGroup(UnknownFieldSet.getDefaultInstance())
                                .build())
                .build();
        ExportTraceServiceResponse.Builder response =
                partial(7, "x").toBuilder().setUnknownFields(unknown);
        response.getPartialSuccessBuilder().setUnknownFields(unknown);

        ExportResponse decoded = ExportResponse.decode(response.build().toByteArray());

        assertThat(decoded.rejectedSpans()).isEqualTo(7);
    }

    @Test
    void decode_neverGivesANegativeCount() {
        assertThat(ExportResponse.decode(partial(-3, "").toByteArray()).rejectedSpans())
                .isZero();
    }

    @Test
    void decode_boundsTheMessageAndKeepsItOnOneLine() {
        String message = ExportResponse.decode(
                        partial(1, "one\ntwo\u001b[31m" + "€".repeat(5_000)).toByteArray())
                .errorMessage();

        assertThat(message).startsWith("one two [31m€").endsWith("...");
        assertThat(Oracle.utf8Bytes(message).length).isBetween(1_000, 1_024);
    }

    @Test
    void decode_readsAMalformedBodyAsFullSuccess() {
        byte[] endOfGroup = {0x0C};
        byte[] endOfGroupInside = {0x0A, 1, 0x0C};
        byte[] truncated = {0x0A, 100, 0x08};
        byte[] negativeLength = {0x0A, -1, -1, -1, -1, 0x0F};
        byte[] rejectedThenTruncated = {0x0A, 4, 0x08, 5, 0x12, 9};
        byte[] deepGroups = new byte[200_000];
        Arrays.fill(deepGroups, (byte) 0x0B);
        for (byte[] body :
                new byte[][] {endOfGroup, endOfGroupInside, truncated, negativeLength, rejectedThenTruncated, deepGroups
                }) {
            ExportResponse response = ExportResponse.decode(body);

            assertThat(response.rejectedSpans()).isZero();
            assertThat(response.errorMessage()).isEmpty();
        }
    }

    @Test
    void decode_neverThrowsWhateverTheBytes() {
        Random random = new Random(11);
        byte[] valid = partial(1_000_000, "some message").toByteArray();
        for (int i = 0; i < 200_000; i++) {
            byte[] body = i % 2 == 0 ? valid.clone() : new byte[random.nextInt(40)];
            if (i % 2 == 0) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            } else {
                random.nextBytes(body);
            }

            assertThat(ExportResponse.decode(body).rejectedSpans()).isNotNegative();
            RpcStatus.message(body);
            BodyText.sanitise(body, i % 3 == 0 ? "text/html" : null);
        }
    }

    private static ExportTraceServiceResponse partial(long rejected, String message) {
        return ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(rejected)
                        .setErrorMessage(message))
                .build();
    }

    private static ExportResponse json(String text) {
        return ExportResponse.decode(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void decode_readsJson() {
        ExportResponse answer =
                json(" {\"x\":[1,{\"partialSuccess\":null},\"]\"],\"partialSuccess\" : { \"rejectedSpans\": 3, "
                        + "\"errorMessage\":\"no \\\"id\\\"\\n\\u0041\","
                        + " \"more\":{\"rejectedSpans\":9}}, \"y\":-1.5e3}\n");

        assertThat(answer.rejectedSpans()).isEqualTo(3);
        assertThat(answer.errorMessage()).isEqualTo("no \"id\" A");
    }

    @Test
    void decode_readsJsonOfOtherSpelling() {
        assertThat(json("{\"partial_success\":{\"rejected_spans\":\"7\"}}").rejectedSpans())
                .isEqualTo(7);
        assertThat(json("{\"partialSuccess\":{\"rejectedDataPoints\":\"2\"}}").rejectedSpans())
                .isEqualTo(2);
        assertThat(json("{\"partialSuccess\":{\"rejectedSpans\":-2}}").rejectedSpans())
                .isZero();
        assertThat(json("{}").rejectedSpans()).isZero();
        assertThat(json("{\"rejectedSpans\":4}").rejectedSpans()).isZero();
    }

    @Test
    void decode_whatOnlyBeginsLikeJsonSaysNothing() {
        for (String text : new String[] {
            "{",
            "{\"a\"",
            "{\"a\":}",
            "{\"a\":1,}",
            "{} x",
            "{\"a\":\"\\u00",
            "{\"a\":\"\\q\"}",
            "{\"partialSuccess\":{\"rejectedSpans\":\"many\"}}",
            "{\"partialSuccess\":{\"rejectedSpans\":5}",
            "{\"a\":".repeat(100_000)
        }) {
            ExportResponse answer = json(text);
            assertThat(answer.rejectedSpans())
                    .as(text.substring(0, Math.min(40, text.length())))
                    .isZero();
            assertThat(answer.errorMessage()).isEmpty();
        }
    }
}
