/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What goes over the wire, and when. */
class TransportIT {
    private static final String WORK = "com.acme.scenario.OnDemand[work]";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A program whose spans the test asks for one by one. */
    private static AgentJvm onDemand(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OnDemand").traced(receiver, WORK);
    }

    private static void call(RunningJvm running, String what) {
        running.type(what + "\n").awaitLine("did " + what, SOON);
    }

    @EachJvm
    void requests_haveEveryHeaderToTheLast(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.headers", "x-tenant=shop,authorization=Bearer abc=")
                        .start()) {
            call(running, "1");
            receiver.awaitSpans(1, SOON);
            call(running, "2");
            receiver.awaitSpans(3, SOON);
            call(running, "300");
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(receiver.requests()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(request -> {
                assertThat(request.path()).isEqualTo("/v1/traces");
                assertThat(request.header("X-Tenant")).isEqualTo("shop");
                assertThat(request.header("Authorization")).isEqualTo("Bearer abc=");
                assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
                assertThat(request.header("User-Agent"))
                        .matches("fast-telemetry-agent/\\S+ FastTelemetry-OTLP-Exporter-Java/\\S+");
                assertThat(request.message().getResourceSpansCount()).isEqualTo(1);
                assertThat(request.message().getResourceSpans(0).getScopeSpansCount())
                        .isEqualTo(1);
            });
            assertThat(receiver.requests().get(0).isGzipped()).isFalse();
            assertThat(receiver.requests())
                    .last()
                    .matches(ReceivedRequest::isGzipped)
                    .matches(request -> request.spans().size() > 100);
            assertThat(result.stderr()).doesNotContain("abc", "shop");
        }
    }

    @EachJvm
    void gzip_beginsAtTheThreshold(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = onDemand(jvm, receiver).start()) {
            for (int spans : new int[] {1, 1, 2, 3, 4, 6, 10, 40}) {
                int before = receiver.spans().size();
                call(running, Integer.toString(spans));
                receiver.awaitSpans(before + spans, SOON);
            }
            SpanCounts.assertNothingLost(running.closeStdin().await(), receiver);

            assertThat(receiver.requests())
                    .allMatch(
                            request -> request.isGzipped() == (request.message().getSerializedSize() >= 1024))
                    .anyMatch(ReceivedRequest::isGzipped)
                    .anyMatch(request -> !request.isGzipped());
        }
    }

    @EachJvm
    void gzip_canBeSetAndSwitchedOff(TestJvm jvm) {
        Stream.of("gzip.threshold=0", "gzip.threshold=1m", "compression=none")
                .parallel()
                .forEach(setting -> {
                    int equals = setting.indexOf('=');
                    try (OtlpReceiver receiver = OtlpReceiver.start();
                            RunningJvm running = onDemand(jvm, receiver)
                                    .property(
                                            "fasttelemetry." + setting.substring(0, equals),
                                            setting.substring(equals + 1))
                                    .start()) {
                        call(running, "1");
                        receiver.awaitSpans(1, SOON);
                        call(running, "100");
                        SpanCounts.assertNothingLost(running.closeStdin().await(), receiver);

                        boolean always = setting.equals("gzip.threshold=0");
                        assertThat(receiver.requests())
                                .as(setting)
                                .hasSizeGreaterThanOrEqualTo(2)
                                .allMatch(request -> request.isGzipped() == always);
                    }
                });
    }

    @EachJvm
    void gzip_canBeThatOfZlib(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.compression", "zlib")
                        .property("fasttelemetry.gzip.threshold", "0")
                        .start()) {
            call(running, "1");
            receiver.awaitSpans(1, SOON);
            call(running, "100");
            SpanCounts.assertNothingLost(running.closeStdin().await(), receiver);

            assertThat(receiver.requests()).hasSizeGreaterThanOrEqualTo(2).allMatch(ReceivedRequest::isGzipped);
        }
    }

    @EachJvm
    void connection_isKept(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running =
                        onDemand(jvm, receiver).interval(Duration.ofMillis(20)).start()) {
            for (int i = 1; i <= 12; i++) {
                call(running, "1");
                receiver.awaitSpans(i, SOON);
            }
            SpanCounts.assertNothingLost(running.closeStdin().await(), receiver);

            assertThat(receiver.requests())
                    .hasSize(12)
                    .extracting(ReceivedRequest::connection)
                    .containsOnly(receiver.requests().get(0).connection());
        }
    }

    @EachJvm
    void redirects_areNotFollowed(TestJvm jvm) {
        int[] codes = {301, 302, 303, 307, 308};
        try (OtlpReceiver receiver = OtlpReceiver.start();
                OtlpReceiver elsewhere = OtlpReceiver.start();
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.headers", "api-key=secret")
                        .start()) {
            for (int i = 0; i < codes.length; i++) {
                receiver.answerNext(Answer.status(codes[i]).header("Location", elsewhere.url() + "/v1/traces"));
                call(running, "2");
                receiver.awaitRequests(i + 1, SOON);
            }
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(counts.dropped()).isEqualTo(10);
            assertThat(elsewhere.requests()).isEmpty();
            assertThat(receiver.requests())
                    .hasSize(codes.length)
                    .allMatch(request -> request.method().equals("POST"));
            assertThat(result.stderr())
                    .contains("HTTP 301 to " + elsewhere.url())
                    .doesNotContain("secret");
        }
    }

    @EachJvm
    void timeout_endsARequestAndTheApplicationDoesNotNotice(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerNext(Answer.hang());
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.timeout", "600ms")
                        .property("fasttelemetry.retry.base", "100ms")
                        .start()) {
            call(running, "1");
            receiver.awaitRequests(1, SOON);
            long hangingNanos = System.nanoTime();
            call(running, "1000");
            long callNanos = System.nanoTime() - hangingNanos;
            receiver.awaitSpans(1001, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            List<ReceivedRequest> requests = receiver.requests();
            // The time begins before the receiver sees the request: with a new client and a new connection.
            long againMillis =
                    (requests.get(1).receivedNanos() - requests.get(0).receivedNanos()) / 1_000_000;
            assertThat(againMillis).isBetween(400L, 600L + 125 + 1500);
            assertThat(requests.subList(1, requests.size()))
                    .as("the same bytes come again, after the thousand spans that were tried meanwhile or before them")
                    .filteredOn(request -> request.body().equals(requests.get(0).body()))
                    .hasSize(1);
            assertThat(callNanos).isLessThan(500_000_000L);
            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(counts.exported()).isEqualTo(1001);
            assertThat(result.stderr()).contains("export failed and will be tried again, 1 span waits: ", "timeout");
        }
    }

    @EachJvm
    void slowReceiver_isNotCaughtUpWithInABurst(TestJvm jvm) {
        Answer slow = Answer.ok().delay(Duration.ofMillis(900));
        try (OtlpReceiver receiver = OtlpReceiver.start().answerNext(slow, slow);
                RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                        .traced(receiver, "com.acme.scenario.LoadedBefore[work]")
                        .interval(Duration.ofMillis(300))
                        .start()) {
            receiver.awaitRequests(8, SOON);
            SpanCounts.assertNothingLost(running.closeStdin().await(), receiver);

            // The third is late for its tick and comes with the second's answer; from the fourth on all keep to theirs.
            List<Long> gaps = gapsMillis(receiver.requests().subList(0, 8));
            assertThat(gaps.get(0)).isGreaterThanOrEqualTo(880);
            assertThat(gaps.get(1)).isGreaterThanOrEqualTo(880);
            assertThat(gaps.subList(3, 7)).allMatch(gap -> gap >= 150, "no burst");
        }
    }

    static List<Long> gapsMillis(List<ReceivedRequest> requests) {
        return IntStream.range(1, requests.size())
                .mapToObj(i ->
                        (requests.get(i).receivedNanos() - requests.get(i - 1).receivedNanos()) / 1_000_000)
                .toList();
    }
}
