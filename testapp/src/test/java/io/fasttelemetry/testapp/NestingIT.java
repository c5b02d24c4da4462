/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is whose child. */
class NestingIT {
    @EachJvm
    void nested_parentIsTheEnclosingCall(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Nested")
                    .traced(receiver, "com.acme.scenario.Nested[outer,middle,inner]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            String trace = "Nested.outer(Nested.middle(Nested.inner) Nested.middle(Nested.inner))";
            assertThat(TraceShapes.of(receiver)).containsExactly(trace, trace);
        }
    }

    /** The call in between is no span, so what it calls belongs to its caller. */
    @EachJvm
    void nested_skipsCallsThatNoRuleNames(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Nested")
                    .traced(receiver, "com.acme.scenario.Nested[outer,inner]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            String trace = "Nested.outer(Nested.inner Nested.inner)";
            assertThat(TraceShapes.of(receiver)).containsExactly(trace, trace);
        }
    }

    @EachJvm
    void afterExceptions_parentIsCurrentAgain(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Throwing")
                    .traced(
                            receiver,
                            "com.acme.scenario.Throwing[main,nested,caughtInside,swallowed,checked,error,fine]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(TraceShapes.of(receiver))
                    .containsExactly("Throwing.main(Throwing.checked! Throwing.error!"
                            + " Throwing.nested!(Throwing.checked! Throwing.fine)"
                            + " Throwing.caughtInside(Throwing.checked!)"
                            + " Throwing.swallowed(Throwing.error!)"
                            + " Throwing.fine)");
        }
    }

    /** Twenty stack overflows inside traced calls leave nothing behind that a later call could be the child of. */
    @EachJvm
    void stackOverflow_laterCallsAreRoots(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Recursion")
                    .traced(receiver, "com.acme.scenario.Recursion[dive,top,factorial]")
                    .jvmArgs("-Xss256k", "-XX:MaxJavaStackTraceDepth=10")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(result.stdout()).startsWith("caught 20\n").endsWith("top 16\nfactorial 3628800\n");
            assertThat(receiver.spansNamed("Recursion.top")).hasSize(5).allMatch(ReceivedSpan::isRoot);
            assertThat(receiver.spansNamed("Recursion.dive").stream().filter(ReceivedSpan::isRoot))
                    .as("%s", counts)
                    .hasSize(20);
            // Where no stack was left for the end of a span, it is counted as failed, and its children have no parent.
            assertThat((long) receiver.orphans().size()).isLessThanOrEqualTo(counts.errors());
            assertThat(counts.active()).isZero();
        }
    }

    @EachJvm
    void recursion_everyLevelIsAChildOfTheOneAbove(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Recursion")
                    .traced(receiver, "com.acme.scenario.Recursion[factorial]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(TraceShapes.of(receiver))
                    .containsExactly(String.join("(", Collections.nCopies(10, "Recursion.factorial")) + ")".repeat(9));
        }
    }

    @EachJvm
    void currentIds_areThoseOfTheOpenSpan(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "CurrentIds")
                    .traced(receiver, "com.acme.scenario.CurrentIds[outer,inner]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            Map<String, String> names = new HashMap<>();
            receiver.spans().forEach(span -> names.put(span.traceId() + " " + span.spanId(), span.name()));
            assertThat(result.lines().stream()
                            .map(line -> describe(line, names))
                            .toList())
                    .containsExactly(
                            "outside none",
                            "outer CurrentIds.outer",
                            "inner CurrentIds.inner",
                            "outer CurrentIds.outer",
                            "inner CurrentIds.inner",
                            "outer CurrentIds.outer",
                            "between none",
                            "outer CurrentIds.outer",
                            "inner CurrentIds.inner",
                            "outer CurrentIds.outer",
                            "inner CurrentIds.inner",
                            "outer CurrentIds.outer",
                            "after none");
            List<String> ids = result.lines().stream()
                    .map(line -> line.substring(line.indexOf(' ')))
                    .toList();
            assertThat(ids.get(3)).isEqualTo(ids.get(1)).isEqualTo(ids.get(5)).isNotEqualTo(ids.get(7));
        }
    }

    /** The place, and the name of the span with the ids that were told there. */
    private static String describe(String line, Map<String, String> names) {
        String[] words = line.split(" ", 2);
        return words[0] + " " + (words[1].equals("null null") ? "none" : names.get(words[1]));
    }
}
