/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** When requests are sent, how many spans each has, and when none is sent at all. */
class ScheduleIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int EARLY_BATCH = 512;

    @EachJvm
    void noSpan_noRequest(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "LiveThread", "1")
                    .traced(receiver, "com.acme.scenario.LiveThread[neverCalled]")
                    .interval(Duration.ofMillis(20))
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).requests())
                    .isZero();
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @EachJvm
    void firstRequest_comesAfterOneInterval(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            long startNanos = System.nanoTime();
            try (RunningJvm running = AgentJvm.scenario(jvm, "EndedThreads", "1", "1")
                    .traced(receiver, "com.acme.scenario.EndedThreads[work]")
                    .interval(Duration.ofMillis(1500))
                    .start()) {
                ReceivedRequest first = receiver.awaitRequests(1, SOON).get(0);

                assertThat(first.receivedNanos() - startNanos).isGreaterThan(1_500_000_000L);
                SpanCounts counts =
                        SpanCounts.assertNothingLost(running.closeStdin().await(), receiver);
                assertThat(counts.requests()).isEqualTo(1);
            }
        }
    }

    /** Ten seconds by default: a process that lives for less sends one request, at its end. */
    @EachJvm
    void defaultInterval_isNotOverAfterTwoSeconds(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "LiveThread", "2")
                    .agent()
                    .endpoint(receiver)
                    .methods("com.acme.scenario.LiveThread[work]")
                    .property("fasttelemetry.log.level", "info")
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).requests())
                    .isEqualTo(1);
            long received = receiver.requests().get(0).receivedEpochMillis();
            long ended = receiver.spans().get(0).span().getEndTimeUnixNano() / 1_000_000;
            assertThat(received - ended).isGreaterThan(1_500);
        }
    }

    /** No number of spans has to come together first. */
    @EachJvm
    void liveThread_itsOneSpanArrivesWithinAnInterval(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "LiveThread", "3")
                    .traced(receiver, "com.acme.scenario.LiveThread[work]")
                    .interval(Duration.ofMillis(500))
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            long received = receiver.requests().get(0).receivedEpochMillis();
            long ended = receiver.spanNamed("LiveThread.work").span().getEndTimeUnixNano() / 1_000_000;
            assertThat(received - ended)
                    .as("milliseconds from the call to the receiver")
                    .isLessThan(2_000);
        }
    }

    /** The final drain keeps to the batch size as well. */
    @EachJvm
    void burst_arrivesWholeInBatches(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Burst", "5000")
                    .traced(receiver, "com.acme.scenario.Burst[work]")
                    .interval(Duration.ofSeconds(60))
                    .property("fasttelemetry.max.batch.size", "512")
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).started()).isEqualTo(5_000);
            assertThat(receiver.requests()).hasSizeGreaterThanOrEqualTo(10);
            assertThat(receiver.requests())
                    .allSatisfy(request -> assertThat(request.spans()).hasSizeLessThanOrEqualTo(512));
        }
    }

    @EachJvm
    void burstOfFourThreads_arrivesFromAllOfThem(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "EndedThreads", "4", "1250")
                    .traced(receiver, "com.acme.scenario.EndedThreads[work]")
                    .interval(Duration.ofSeconds(60))
                    .property("fasttelemetry.max.batch.size", "100")
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).started()).isEqualTo(5_000);
            assertThat(receiver.requests())
                    .allSatisfy(request -> assertThat(request.spans()).hasSizeLessThanOrEqualTo(100));
            assertThat(receiver.spans().stream()
                            .collect(Collectors.groupingBy(
                                    span -> span.attribute("thread.id").orElseThrow(), Collectors.counting()))
                            .values())
                    .containsExactlyInAnyOrderElementsOf(List.of(1250L, 1250L, 1250L, 1250L));
        }
    }

    /** Nothing is sent by the clock here, since the interval is far longer than the test. */
    @EachJvm
    void fullBatches_leaveAtOnce(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "EndedThreads", "1", "5120")
                        .traced(receiver, "com.acme.scenario.EndedThreads[work]")
                        .interval(Duration.ofMinutes(5))
                        .start()) {
            running.awaitLine("READY", SOON);

            receiver.awaitSpans(5120 - EARLY_BATCH, SOON);
            assertThat(running.isAlive()).isTrue();
            SpanCounts counts =
                    SpanCounts.assertNothingLost(running.closeStdin().await().assertExit(0), receiver);
            assertThat(counts.started()).isEqualTo(5_120);
        }
    }
}
