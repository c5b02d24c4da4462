/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * More spans than the receiver takes: what is given up are whole traces, and each that arrives
 * tells how likely that was.
 */
class OverloadIT {
    private static final int TRACES = 200_000;
    private static final String METHODS = "com.acme.scenario.ManyThreads[outer,inner]";
    private static final double ALL = 0x1p56;

    @EachJvm
    void overload_costsWholeTracesAndEachReportsItsProbability(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerAlways(Answer.ok().delay(Duration.ofMillis(5)));

            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "2", Integer.toString(TRACES / 2))
                    .traced(receiver, METHODS)
                    .property("fasttelemetry.buffer.bytes", "2MiB")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(counts.started()).isEqualTo(2 * TRACES);
            assertThat(counts.loadShed()).isPositive();
            assertThat(counts.dropped()).isEqualTo(counts.loadShed());
            List<String> shapes = TraceShapes.of(receiver);
            assertThat(shapes)
                    .containsOnly("ManyThreads.outer(ManyThreads.inner)")
                    .hasSizeGreaterThan(1000);

            assertThat(receiver.spans().stream().map(OverloadIT::probability).distinct())
                    .hasSizeGreaterThan(10)
                    .contains(1.0);
        }
    }

    /**
     * Whatever the receiver does, a caller does not wait: 400 000 spans at 200 000 a second, and buffers that run full.
     */
    @EachJvm
    void receiver_isNotFeltByCallers(TestJvm jvm) {
        long healthy = callers(jvm, "healthy", Answer.ok());
        long hanging = callers(jvm, "hanging", Answer.hang());

        // A caller that waits for the receiver would wait for milliseconds at the least.
        assertThat(healthy).isLessThan(200_000);
        assertThat(hanging).isLessThan(200_000);
    }

    /** The time that one call in a thousand takes longer than, in nanoseconds. */
    private static long callers(TestJvm jvm, String receiverIs, Answer answer) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerAlways(answer);

            JvmResult result = AgentJvm.scenario(jvm, "Latency", "400000")
                    .traced(receiver, "com.acme.scenario.Latency[work]")
                    .property("fasttelemetry.buffer.bytes", "4MiB")
                    .property("fasttelemetry.shutdown.timeout", "1s")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertClosed(result);
            System.out.println(jvm + ", " + receiverIs + " receiver: a call takes "
                    + result.stdout().strip() + " ns, shed " + counts.loadShed());
            Matcher line = Pattern.compile(".* p99\\.9 (\\d+) .*")
                    .matcher(result.stdout().strip());
            assertThat(line.matches()).isTrue();
            return Long.parseLong(line.group(1));
        }
    }

    @EachJvm
    void samplers_decideOncePerTrace(TestJvm jvm) {
        assertThat(tracesKept(jvm, "always_on", null)).isEqualTo(1000);
        assertThat(tracesKept(jvm, "parentbased_always_on", null)).isEqualTo(1000);
        assertThat(tracesKept(jvm, "always_off", null)).isZero();
        assertThat(tracesKept(jvm, "parentbased_always_off", null)).isZero();
        assertThat(tracesKept(jvm, "traceidratio", "0.25")).isBetween(170, 330);
        assertThat(tracesKept(jvm, "parentbased_traceidratio", "0.25")).isBetween(170, 330);
        assertThat(tracesKept(jvm, "traceidratio", "0")).isZero();
    }

    /** Of a thousand; those that are kept are whole. */
    private static int tracesKept(TestJvm jvm, String sampler, String argument) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm run = AgentJvm.scenario(jvm, "ManyThreads", "1", "1000")
                    .traced(receiver, METHODS)
                    .property("fasttelemetry.sampler", sampler);
            if (argument != null) {
                run.property("fasttelemetry.sampler.arg", argument);
            }
            JvmResult result = run.run().assertExit(0);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            List<String> shapes = TraceShapes.of(receiver);
            assertThat(shapes).allMatch("ManyThreads.outer(ManyThreads.inner)"::equals);
            assertThat(counts.sampledOut()).isEqualTo(2000 - 2L * shapes.size());
            return shapes.size();
        }
    }

    @EachJvm
    void ratio_isReportedBySpans(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "1", "5000")
                    .traced(receiver, METHODS)
                    .property("fasttelemetry.sampler", "parentbased_traceidratio")
                    .property("fasttelemetry.sampler.arg", "0.3333333333333333")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(counts.dropped()).isZero();
            assertThat(receiver.spans())
                    .allMatch(span -> span.span().getTraceState().equals("ot=th:aaab"));
            double stoodFor =
                    receiver.spans().size() / probability(receiver.spans().get(0));
            assertThat(stoodFor).isEqualTo(10_000, within(1_000.0));
        }
    }

    /** Of having been kept; 1 for a span that says nothing. */
    private static double probability(ReceivedSpan span) {
        String state = span.span().getTraceState();
        if (state.isEmpty()) {
            return 1;
        }
        assertThat(state).matches("ot=th:[0-9a-f]{0,13}[1-9a-f]");
        String digits = (state.substring("ot=th:".length()) + "0".repeat(14)).substring(0, 14);
        long threshold = Long.parseLong(digits, 16);
        long random = Long.parseLong(span.traceId().substring(18), 16);
        assertThat(random).isGreaterThanOrEqualTo(threshold);
        return 1 - threshold / ALL;
    }
}
