/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;

/** Calls that end by a throwable: what the span says of it, and that nobody else notices. */
class ExceptionsIT {
    private static final int MAX_MESSAGE_BYTES = 8 * 1024;
    private static final int MAX_STACK_TRACE_BYTES = 32 * 1024;
    private static final String ALL =
            "com.acme.scenario.Throwing[checked,unchecked,error,hostile,cyclic,huge,outOfMemory,"
                    + "nullMessage,nested,caughtInside,swallowed,known,fine]";

    private static JvmResult runThrowing(TestJvm jvm, OtlpReceiver receiver) {
        JvmResult result =
                AgentJvm.scenario(jvm, "Throwing").traced(receiver, ALL).run().assertExit(0);
        SpanCounts.assertNothingLost(result, receiver);
        return result;
    }

    /** The only span of that name that has no parent. */
    private static ReceivedSpan root(OtlpReceiver receiver, String name) {
        List<ReceivedSpan> found =
                receiver.spansNamed(name).stream().filter(ReceivedSpan::isRoot).toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    @EachJvm
    void thrown_onlyTheCallsItLeftAreErrors(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            runThrowing(jvm, receiver);

            assertThat(TraceShapes.of(receiver))
                    .containsExactly(
                            "Throwing.checked!",
                            "Throwing.unchecked!",
                            "Throwing.error!",
                            "Throwing.hostile!",
                            "Throwing.cyclic!",
                            "Throwing.huge!",
                            "Throwing.outOfMemory!",
                            "Throwing.nullMessage!",
                            "Throwing.nested!(Throwing.checked! Throwing.fine)",
                            "Throwing.caughtInside(Throwing.checked!)",
                            "Throwing.swallowed(Throwing.error!)",
                            "Throwing.known!",
                            "Throwing.fine");
        }
    }

    @EachJvm
    void thrown_givesStatusEventAndErrorType(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            runThrowing(jvm, receiver);

            ReceivedSpan span = root(receiver, "Throwing.unchecked");
            assertThat(span.span().getStatus())
                    .isEqualTo(Status.newBuilder()
                            .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                            .setMessage("unchecked")
                            .build());
            assertThat(span.attribute("error.type")).contains("java.lang.IllegalArgumentException");
            Span.Event event = span.span().getEvents(0);
            assertThat(event.getName()).isEqualTo("exception");
            assertThat(event.getTimeUnixNano()).isEqualTo(span.span().getEndTimeUnixNano());
            assertThat(span.eventAttribute("exception.type")).isEqualTo("java.lang.IllegalArgumentException");
            assertThat(span.eventAttribute("exception.message")).isEqualTo("unchecked");
            assertThat((String) span.eventAttribute("exception.stacktrace"))
                    .startsWith("java.lang.IllegalArgumentException: unchecked\n\tat ")
                    .contains("com.acme.scenario.Throwing.unchecked(Throwing.java:")
                    .contains("\nCaused by: java.io.IOException: its cause\n");
        }
    }

    @EachJvm
    void returned_hasNoStatusAndNoEvent(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            runThrowing(jvm, receiver);

            for (String name : List.of("Throwing.caughtInside", "Throwing.swallowed", "Throwing.fine")) {
                ReceivedSpan span = root(receiver, name);
                assertThat(span.span().hasStatus()).as(name).isFalse();
                assertThat(span.span().getEventsList()).as(name).isEmpty();
                assertThat(span.attribute("error.type")).as(name).isEmpty();
            }
        }
    }

    @EachJvm
    void thrown_theCallerGetsTheVeryObject(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = runThrowing(jvm, receiver);

            assertThat(result.stdout())
                    .isEqualTo(AgentJvm.scenario(jvm, "Throwing").run().stdout())
                    .contains("same object true, suppressed 0\n");
        }
    }

    @EachJvm
    void hostile_isReportedAsFarAsItAllows(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            runThrowing(jvm, receiver);

            String type = "com.acme.scenario.Throwing$Hostile";
            ReceivedSpan hostile = root(receiver, "Throwing.hostile");
            assertThat(hostile.attribute("error.type")).contains(type);
            assertThat(hostile.eventAttribute("exception.type")).isEqualTo(type);
            assertThat(hostile.eventAttribute("exception.message")).isNull();
            assertThat((String) hostile.eventAttribute("exception.stacktrace")).startsWith(type);
            assertThat(hostile.span().getStatus().getMessage()).isEmpty();
            ReceivedSpan silent = root(receiver, "Throwing.nullMessage");
            assertThat(silent.eventAttribute("exception.message")).isNull();
            ReceivedSpan cyclic = root(receiver, "Throwing.cyclic");
            assertThat((String) cyclic.eventAttribute("exception.stacktrace"))
                    .containsOnlyOnce("Caused by: java.lang.Exception: second\n")
                    .containsOnlyOnce("[CIRCULAR REFERENCE: java.lang.Exception: first]");
        }
    }

    @EachJvm
    void hugeMessage_isCut(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            runThrowing(jvm, receiver);

            ReceivedSpan huge = root(receiver, "Throwing.huge");
            assertThat((String) huge.eventAttribute("exception.message")).isEqualTo("m".repeat(MAX_MESSAGE_BYTES));
            assertThat(huge.span().getStatus().getMessage()).isEqualTo("m".repeat(MAX_MESSAGE_BYTES));
            assertThat((String) huge.eventAttribute("exception.stacktrace"))
                    .contains("\tat com.acme.scenario.Throwing.huge(")
                    .hasSizeLessThanOrEqualTo(MAX_STACK_TRACE_BYTES);
        }
    }

    @EachJvm
    void hugeTraces_areCut(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "BigTrouble")
                    .traced(receiver, "com.acme.scenario.BigTrouble[longTrace,manyCauses,manySuppressed,emoji,fine]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.stdout())
                    .isEqualTo(AgentJvm.scenario(jvm, "BigTrouble").run().stdout());
            for (String name : List.of("longTrace", "manyCauses", "manySuppressed")) {
                String stackTrace =
                        (String) receiver.spanNamed("BigTrouble." + name).eventAttribute("exception.stacktrace");
                assertThat(stackTrace.length()).as(name).isBetween(MAX_STACK_TRACE_BYTES - 1000, MAX_STACK_TRACE_BYTES);
            }
            String message = (String) receiver.spanNamed("BigTrouble.emoji").eventAttribute("exception.message");
            assertThat(message.length()).as("bytes are what is limited").isEqualTo(MAX_MESSAGE_BYTES / 2 - 1);
            assertThat(message.substring(1).replace("\uD83D\uDE00", ""))
                    .as("half a character")
                    .isEmpty();
            assertThat(receiver.spanNamed("BigTrouble.fine").isError()).isFalse();
        }
    }
}
