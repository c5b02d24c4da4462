/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Receivers that are far away: as many requests are open as it takes, and everything arrives. */
class DistanceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration FAR = Duration.ofMillis(100);

    private static AgentJvm onDemand(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OnDemand").traced(receiver, "com.acme.scenario.OnDemand[work]");
    }

    /** So many spans in portions, ten a second. */
    private static void load(RunningJvm running, int portions, int portion) {
        for (int i = 0; i < portions; i++) {
            running.type(portion + "\nidle 100\n");
        }
    }

    private static void assertAllArrive(TestJvm jvm, int portion, Answer answer) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerAlways(answer);
                RunningJvm running = onDemand(jvm, receiver).start()) {
            load(running, 30, portion);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(result, receiver);
            assertThat(counts.exported()).isEqualTo(30L * portion);
            assertThat(receiver.requests())
                    .allSatisfy(request -> assertThat(request.spans()).hasSizeLessThanOrEqualTo(8192));
        }
    }

    @EachJvm
    void fiveThousandSpansASecond_allArrive(TestJvm jvm) {
        assertAllArrive(jvm, 500, Answer.ok().delay(FAR));
    }

    @EachJvm
    void twentyThousandSpansASecond_allArrive(TestJvm jvm) {
        assertAllArrive(jvm, 2_000, Answer.ok().delay(FAR));
    }

    /** Requests of a fixed size are enough, if several are open: 50 000 spans that are 40 ms of the recorder's time. */
    @EachJvm
    void smallBatches_allArriveInTimeThoughOneAtATimeWouldTakeTooLong(TestJvm jvm) {
        try (OtlpReceiver receiver =
                        OtlpReceiver.start().answerAlways(Answer.ok().delay(FAR));
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.max.batch.size", "512")
                        .property("fasttelemetry.concurrency", "16")
                        .property("fasttelemetry.shutdown.timeout", "60s")
                        .start()) {
            load(running, 2, 25_000);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(result, receiver);
            assertThat(counts.exported()).isEqualTo(50_000);
            assertThat(receiver.requests())
                    .allSatisfy(request -> assertThat(request.spans()).hasSizeLessThanOrEqualTo(512));
            assertThat(receiver.requests().stream()
                            .map(ReceivedRequest::connection)
                            .distinct())
                    .as("connections")
                    .hasSizeBetween(2, 16);
        }
    }

    /** What waits at the end goes out in a few large requests. */
    @EachJvm
    void end_sendsTheLargestRequests(TestJvm jvm) {
        try (OtlpReceiver receiver =
                        OtlpReceiver.start().answerAlways(Answer.ok().delay(FAR));
                RunningJvm running = onDemand(jvm, receiver)
                        .interval(Duration.ofMinutes(5))
                        .property("fasttelemetry.shutdown.timeout", "60s")
                        .start()) {
            running.type("100000\n").awaitLine("did 100000", SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(result, receiver);
            assertThat(counts.exported()).isEqualTo(100_000);
            assertThat(receiver.requests()).hasSizeLessThan(100_000 / 512);
            assertThat(receiver.requests().stream()
                            .map(request -> request.spans().size()))
                    .contains(8192);
        }
    }

    /** It ends while four requests are open, and comes back: nothing is lost, and nothing is sent but to find out. */
    @EachJvm
    void receiverThatEndsWithRequestsInFlight_getsEverythingWhenItIsBack(TestJvm jvm) throws IOException {
        int port = freePort();
        OtlpReceiver before =
                OtlpReceiver.startAt(port).answerAlways(Answer.ok().delay(FAR));
        try (RunningJvm running = onDemand(jvm, before)
                .property("fasttelemetry.max.batch.size", "512")
                .property("fasttelemetry.retry.base", "300ms")
                .property("fasttelemetry.retry.max", "1s")
                .start()) {
            load(running, 10, 5_000);
            before.awaitSpans(10_000, SOON);
            before.close();
            running.awaitErrorLine("export failed", SOON);
            try (OtlpReceiver after =
                    OtlpReceiver.startAt(port).answerAlways(Answer.ok().delay(FAR))) {
                running.awaitErrorLine("export works again", SOON);
                running.type("idle 1\n").awaitLine("did idle 1", SOON);
                JvmResult result = running.closeStdin().await().assertExit(0);

                SpanCounts counts = SpanCounts.assertClosed(result);
                assertThat(counts.started()).isEqualTo(50_000);
                assertThat(counts.exported()).as(result.stderr()).isEqualTo(50_000);
                Map<String, Long> ids = Stream.of(before, after)
                        .flatMap(receiver -> receiver.spans().stream())
                        .collect(Collectors.groupingBy(ReceivedSpan::spanId, Collectors.counting()));
                assertThat(ids).hasSize(50_000);
            }
        } finally {
            before.close();
        }
    }

    /** The threads that sent end when they are not needed any more. */
    @EachJvm
    void threadsAtRest_areThreeAtMost(TestJvm jvm) {
        try (OtlpReceiver receiver =
                OtlpReceiver.start().answerAlways(Answer.ok().delay(FAR))) {
            JvmResult result = AgentJvm.scenario(jvm, "ThreadsAtRest", "60000", "6000")
                    .traced(receiver, "com.acme.scenario.ThreadsAtRest[work]")
                    .interval(Duration.ofMinutes(5))
                    .property("fasttelemetry.max.batch.size", "512")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(receiver.requests().stream()
                            .map(ReceivedRequest::connection)
                            .distinct())
                    .as("connections: each has had a thread")
                    .hasSizeGreaterThan(1);
            List<String> added = new ArrayList<>(result.lines());
            added.removeAll(result.setup().withoutAgent().run().lines());
            assertThat(added)
                    .hasSizeBetween(1, 3)
                    .allMatch(line ->
                            line.matches("thread '.+' daemon priority \\d+ loader (none|.*PlatformClassLoader)"));
        }
    }

    /** A receiver on a port that was given to it can give it up and take it again. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
