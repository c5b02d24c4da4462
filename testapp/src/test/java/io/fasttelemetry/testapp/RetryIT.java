/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A receiver that says no, and what it says with it. */
class RetryIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** What a busy machine may add to any delay. */
    private static final long SLACK_MILLIS = 250;

    private static AgentJvm onDemand(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OnDemand").traced(receiver, "com.acme.scenario.OnDemand[work]");
    }

    private static void call(RunningJvm running, String what) {
        running.type(what + "\n").awaitLine("did " + what, SOON);
    }

    @EachJvm
    void backOff_doublesUpToTheCapWithTheSameBytes(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerAlways(Answer.status(503));
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.retry.base", "100ms")
                        .property("fasttelemetry.retry.max", "800ms")
                        .start()) {
            call(running, "3");
            List<ReceivedRequest> requests = receiver.awaitRequests(8, SOON);
            receiver.answerAlways(Answer.ok());
            receiver.awaitSpans(3, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            List<Long> gaps = TransportIT.gapsMillis(requests.subList(0, 8));
            long[] centres = {100, 200, 400, 800, 800, 800, 800};
            for (int i = 0; i < centres.length; i++) {
                long most = Math.min(centres[i] * 5 / 4, 800);
                assertThat(gaps.get(i))
                        .as("delay %d of %s", i + 1, gaps)
                        .isBetween(centres[i] * 3 / 4 - 5, most + SLACK_MILLIS);
            }
            assertThat(requests)
                    .extracting(ReceivedRequest::body)
                    .containsOnly(requests.get(0).body());
            assertThat(SpanCounts.assertCounted(result, receiver).exported()).isEqualTo(3);
            assertThat(result.stderr()).contains("HTTP 503", "export works again");
        }
    }

    @EachJvm
    void backOff_beginsAnewAfterASuccessAndJittersToBothSides(TestJvm jvm) {
        int rounds = 14;
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.retry.base", "200ms")
                        .interval(Duration.ofMillis(10))
                        .start()) {
            List<Long> delays = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                receiver.answerNext(Answer.status(503));
                call(running, "1");
                receiver.awaitSpans(i + 1, SOON);
                List<ReceivedRequest> requests = receiver.requests();
                delays.addAll(TransportIT.gapsMillis(requests.subList(2 * i, 2 * i + 2)));
            }
            JvmResult result = running.closeStdin().await().assertExit(0);

            assertThat(delays).allMatch(delay -> delay >= 145 && delay <= 250 + SLACK_MILLIS);
            assertThat(delays).anyMatch(delay -> delay < 200).anyMatch(delay -> delay > 200);
            assertThat(SpanCounts.assertCounted(result, receiver).exported()).isEqualTo(rounds);
        }
    }

    @EachJvm
    void brokenConnections_areTriedAgainWithTheSameBytes(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.retry.base", "50ms")
                        .start()) {
            // The first only works on a new connection, and leaves no request behind.
            receiver.answerNext(
                    Answer.disconnectBeforeRequest(),
                    Answer.disconnectAfterRequest(),
                    Answer.status(429),
                    Answer.status(502),
                    Answer.status(504));
            call(running, "4");
            receiver.awaitSpans(4, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            assertThat(receiver.requests())
                    .hasSize(5)
                    .extracting(ReceivedRequest::body)
                    .containsOnly(receiver.requests().get(0).body());
            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(counts.exported()).isEqualTo(4);
            assertThat(counts.requests()).isEqualTo(6);
        }
    }

    @EachJvm
    void otherAnswers_areFinal(TestJvm jvm) {
        int[] codes = {400, 401, 403, 404, 405, 408, 415, 500, 501, 505};
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.retry.base", "20ms")
                        .start()) {
            for (int i = 0; i < codes.length; i++) {
                receiver.answerNext(Answer.status(codes[i]));
                call(running, "1");
                receiver.awaitRequests(i + 1, SOON);
            }
            call(running, "1");
            receiver.awaitSpans(1, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(counts.dropped()).isEqualTo(codes.length);
            assertThat(receiver.requests()).hasSize(codes.length + 1);
            assertThat(result.stderr()).contains("receiver refused 1 span, which is dropped: HTTP 400");
        }
    }

    @EachJvm
    void partialSuccess_isCountedAndNotSentAgain(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running =
                        onDemand(jvm, receiver).interval(Duration.ofMillis(300)).start()) {
            receiver.answerNext(
                    Answer.partialSuccess(3, "over quota"),
                    Answer.partialSuccess(0, "old client"),
                    Answer.partialSuccess(0, ""));
            // The early wake-up is at a full batch, so each of these is one request.
            call(running, "10");
            receiver.awaitRequests(1, SOON);
            call(running, "20");
            receiver.awaitRequests(2, SOON);
            call(running, "30");
            receiver.awaitRequests(3, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(receiver.requests()).allMatch(ReceivedRequest::delivered);
            assertThat(counts.started()).isEqualTo(60);
            assertThat(counts.dropped()).isEqualTo(3);
            assertThat(result.stderr())
                    .containsOnlyOnce("over quota")
                    .contains("rejected 3 of ", "took the spans with a warning: old client");
            assertThat(result.stderr().lines().filter(line -> line.contains("WARN")))
                    .hasSize(3);
        }
    }

    @EachJvm
    void retryAfter_isHonoured(TestJvm jvm) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        // A date has no fraction of a second, so three seconds from now may be little more than two.
        Map<String, long[]> expectedMillis = Map.of(
                "2", new long[] {1990, 2000 + 1000},
                "date", new long[] {1800, 3000 + 1000},
                "soonish", new long[] {70, 125 + 1000},
                "-5", new long[] {70, 125 + 1000},
                "past", new long[] {70, 125 + 1000},
                "0", new long[] {70, 125 + 1000});
        expectedMillis.entrySet().parallelStream().forEach(expected -> {
            try (OtlpReceiver receiver = OtlpReceiver.start();
                    RunningJvm running = onDemand(jvm, receiver)
                            .property("fasttelemetry.retry.base", "100ms")
                            .start()) {
                running.awaitLine("READY", SOON);
                String value = switch (expected.getKey()) {
                    case "date" -> format.format(Instant.now().plusSeconds(4));
                    case "past" -> format.format(Instant.now().minusSeconds(60));
                    default -> expected.getKey();
                };
                receiver.answerNext(Answer.status(503).header("Retry-After", value));
                call(running, "2");
                receiver.awaitSpans(2, SOON);
                JvmResult result = running.closeStdin().await().assertExit(0);

                long delayMillis = TransportIT.gapsMillis(receiver.requests()).get(0);
                long[] bounds = expected.getValue();
                assertThat(delayMillis).as("after Retry-After: %s", value).isBetween(bounds[0], bounds[1]);
                assertThat(SpanCounts.assertCounted(result, receiver).exported())
                        .isEqualTo(2);
            }
        });
    }

    @EachJvm
    void retryAfter_beyondAllBoundsDoesNotHoldUpTheExit(TestJvm jvm) {
        try (OtlpReceiver receiver =
                        OtlpReceiver.start().answerNext(Answer.status(429).header("Retry-After", "1000000000000"));
                RunningJvm running = onDemand(jvm, receiver).start()) {
            call(running, "2");
            receiver.awaitRequests(1, SOON);
            long endNanos = System.nanoTime();
            JvmResult result = running.closeStdin().await().assertExit(0);

            assertThat((System.nanoTime() - endNanos) / 1_000_000).isLessThan(1500);
            assertThat(SpanCounts.assertCounted(result, receiver).exported()).isEqualTo(2);
        }
    }
}
