/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Spans that do not arrive are counted, each once and by its reason. */
class SpanCountsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @EachJvm
    void sampledOut_isCountedAndLeavesOutWholeTraces(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "4", "1000")
                    .traced(receiver, "com.acme.scenario.ManyThreads[outer,inner]")
                    .property("fasttelemetry.sampler", "parentbased_traceidratio")
                    .property("fasttelemetry.sampler.arg", "0.5")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(counts.started()).isEqualTo(8_000);
            assertThat(counts.dropped()).isZero();
            assertThat(counts.active()).isZero();
            assertThat(counts.sampledOut()).isBetween(3_200L, 4_800L).isEven();
            assertThat(TraceShapes.of(receiver)).containsOnly("ManyThreads.outer(ManyThreads.inner)");
        }
    }

    @EachJvm
    void alwaysOff_sendsNothing(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Nested")
                    .traced(receiver, "com.acme.scenario.Nested[outer,middle,inner]")
                    .property("fasttelemetry.sampler", "always_off")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(counts.sampledOut()).isEqualTo(10);
            assertThat(counts.requests()).isZero();
        }
    }

    /** A receiver that takes its time, and hardly any room for what waits meanwhile. */
    @EachJvm
    void wantOfRoom_isCounted(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerAlways(Answer.ok().delay(Duration.ofMillis(20)));

            JvmResult result = AgentJvm.scenario(jvm, "EndedThreads", "4", "50000")
                    .traced(receiver, "com.acme.scenario.EndedThreads[work]")
                    .property("fasttelemetry.buffer.bytes", "256KiB")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(counts.started()).isEqualTo(200_000);
            assertThat(counts.forWantOfRoom()).isPositive().isEqualTo(counts.dropped());
            assertThat(receiver.spans()).isNotEmpty();
            List<Long> reported = new ArrayList<>();
            receiver.requests()
                    .forEach(request ->
                            reported.add(reportedDrops(request, "load_shed") + reportedDrops(request, "queue_full")));
            assertThat(reported).isSorted();
            assertThat(reported.get(reported.size() - 1)).isPositive().isLessThanOrEqualTo(counts.forWantOfRoom());
            assertThat(result.stderr()).contains("fast-telemetry WARN buffers run full ");
        }
    }

    /** A batch is refused: the next one that is encoded reports it. */
    @EachJvm
    void refused_isReportedInTheNextRequest(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerNext(Answer.status(400));
                RunningJvm running = AgentJvm.scenario(jvm, "OnDemand")
                        .traced(receiver, "com.acme.scenario.OnDemand[work]")
                        .start()) {
            running.type("100\n").awaitErrorLine("receiver refused", SOON);
            running.type("7\n").awaitLine("did 7", SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts.assertCounted(result, receiver);
            List<ReceivedRequest> requests = receiver.requests();
            long refused = requests.get(0).spans().size();
            assertThat(refused).isPositive();
            assertThat(reportedDrops(requests.get(0), "refused")).isZero();
            assertThat(reportedDrops(requests.get(requests.size() - 1), "refused"))
                    .isEqualTo(refused);
        }
    }

    private static long reportedDrops(ReceivedRequest request, String reason) {
        return request.message().getResourceSpans(0).getScopeSpans(0).getScope().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("fasttelemetry.dropped." + reason))
                .mapToLong(attribute -> attribute.getValue().getIntValue())
                .sum();
    }

    /** The call in which the process exits never ends; those inside it did. */
    @EachJvm
    void active_isCounted(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ExitBy", "exit3")
                    .traced(receiver, "com.acme.scenario.ExitBy[main,work]")
                    .run()
                    .assertExit(3);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(counts.started()).isEqualTo(11);
            assertThat(counts.active()).isEqualTo(1);
            assertThat(counts.dropped()).isZero();
            assertThat(receiver.spansNamed("ExitBy.work")).hasSize(10).noneMatch(ReceivedSpan::isRoot);
        }
    }
}
