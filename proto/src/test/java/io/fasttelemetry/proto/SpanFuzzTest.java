/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random spans against opentelemetry-proto. More of them, and others: {@code -Dfuzz.models=10000000 -Dfuzz.seed=2}. */
class SpanFuzzTest {
    private static final long MODELS = Long.getLong("fuzz.models", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    @Test
    void request_equalsTheOraclesByteForByte() throws InvalidProtocolBufferException {
        RandomSpans spans = new RandomSpans(SEED);
        Map<String, Object> attributes = Map.of("service.name", "shop");
        TraceRequestEncoder encoder =
                new TraceRequestEncoder(ModelEncoder.set(attributes), "https://r", "scope", "1.0", "https://s");

        long done = 0;
        for (int request = 0; done < MODELS; request++) {
            encoder.reset();
            ScopeSpans.Builder scopeSpans = ScopeSpans.newBuilder()
                    .setScope(InstrumentationScope.newBuilder().setName("scope").setVersion("1.0"))
                    .setSchemaUrl("https://s");
            for (int i = 0; i <= request % 4; i++, done++) {
                SpanModel model = spans.next();
                scopeSpans.addSpans(Oracle.span(model));
                ModelEncoder.encode(model, encoder.span());
            }
            ExportTraceServiceRequest expected = ExportTraceServiceRequest.newBuilder()
                    .addResourceSpans(ResourceSpans.newBuilder()
                            .setResource(Resource.newBuilder().addAllAttributes(Oracle.keyValues(attributes)))
                            .addScopeSpans(scopeSpans)
                            .setSchemaUrl("https://r"))
                    .build();

            byte[] bytes = encoder.toByteArray();

            ExportTraceServiceRequest parsed = ExportTraceServiceRequest.parseFrom(bytes);
            if (!parsed.equals(expected)) {
                assertThat(parsed).as("seed %d, request %d", SEED, request).isEqualTo(expected);
            }
            // Plain ifs: an assertion's machinery would take longer than the encoding.
            if (bytes.length != parsed.getSerializedSize() || bytes.length != encoder.sizeBytes()) {
                assertThat(bytes.length)
                        .as("seed %d, request %d", SEED, request)
                        .isEqualTo(parsed.getSerializedSize())
                        .isEqualTo(encoder.sizeBytes());
            }
            if (!Arrays.equals(bytes, expected.toByteArray())) {
                assertThat(bytes).as("seed %d, request %d", SEED, request).isEqualTo(expected.toByteArray());
            }
        }

        assertThat(done).isGreaterThanOrEqualTo(MODELS);
    }

    @Test
    void finish_ofBothCompressorsIsInflatedToTheOraclesBytes() {
        RandomSpans spans = new RandomSpans(SEED + 1);
        TraceRequestEncoder encoder = Requests.encoder();
        long done = 0;
        try (GzipWriter fast = new FastGzipWriter(0);
                GzipWriter zlib = new ZlibGzipWriter(0, new GzipBuffers())) {
            for (int request = 0; done < MODELS / 4; request++) {
                encoder.reset();
                ScopeSpans.Builder scopeSpans = ScopeSpans.newBuilder();
                for (int i = 0; i <= request % 40; i++, done++) {
                    SpanModel model = spans.next();
                    scopeSpans.addSpans(Oracle.span(model));
                    ModelEncoder.encode(model, encoder.span());
                }
                List<Span> expected = scopeSpans.getSpansList();
                for (GzipWriter gzip : new GzipWriter[] {fast, zlib}) {
                    EncodedRequest encoded = encoder.finish(gzip);

                    if (!Requests.spans(Requests.gunzip(encoded.body())).equals(expected)) {
                        assertThat(Requests.spans(Requests.gunzip(encoded.body())))
                                .as("seed %d, request %d, %s", SEED + 1, request, gzip)
                                .isEqualTo(expected);
                    }
                }
            }
        }

        assertThat(done).isGreaterThanOrEqualTo(MODELS / 4);
    }
}
