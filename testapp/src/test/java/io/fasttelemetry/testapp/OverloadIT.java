/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;

/** More spans than the receiver takes: what is given up are whole traces, and each that arrives tells how likely that was. */
class OverloadIT {
    private static final int TRACES = 200_000;
    private static final String METHODS = "com.acme.scenario.ManyThreads[outer,inner]";
    private static final double ALL = 0x1p56;

    @EachJvm
    void overload_costsWholeTracesAndEachTellsItsProbability(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerAlways(Answer.ok().delay(Duration.ofMillis(5)));

            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "2", Integer.toString(TRACES / 2))
                    .traced(receiver, METHODS)
                    .property("fasttelemetry.buffer.bytes", "2MiB")
                    .run()
                    .assertExit(0);

            Accounts accounts = Accounts.assertBalanced(result, receiver);
            assertThat(accounts.started()).isEqualTo(2 * TRACES);
            assertThat(accounts.shed()).isPositive();
            assertThat(accounts.dropped()).isEqualTo(accounts.shed());
            List<String> shapes = TraceShapes.of(receiver);
            assertThat(shapes)
                    .containsOnly("ManyThreads.outer(ManyThreads.inner)")
                    .hasSizeGreaterThan(1000);

            assertThat(receiver.spans().stream().map(OverloadIT::probability).distinct())
                    .hasSizeGreaterThan(10)
                    .contains(1.0);
        }
    }

    @EachJvm
    void ratio_isToldBySpans(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "1", "5000")
                    .traced(receiver, METHODS)
                    .property("fasttelemetry.sampler", "parentbased_traceidratio")
                    .property("fasttelemetry.sampler.arg", "0.3333333333333333")
                    .run()
                    .assertExit(0);

            Accounts accounts = Accounts.assertBalanced(result, receiver);
            assertThat(accounts.dropped()).isZero();
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
