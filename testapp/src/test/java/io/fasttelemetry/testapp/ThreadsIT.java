/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Spans of many threads, of short ones, of virtual ones; and the agent's own threads. */
class ThreadsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @EachJvm
    void fourThreads_everySpanArrivesOnce(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "4", "100")
                    .traced(receiver, "com.acme.scenario.ManyThreads[outer]")
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).started()).isEqualTo(400);
            assertThat(receiver.spans()).hasSize(400).allMatch(ReceivedSpan::isRoot);
            assertThat(countByThread(receiver))
                    .hasSize(4)
                    .allSatisfy((thread, count) -> assertThat(count).isEqualTo(100));
        }
    }

    @EachJvm
    void idsOfManyThreads_neverRepeat(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "8", "2500")
                    .traced(receiver, "com.acme.scenario.ManyThreads[outer,inner]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            Set<String> ids = new HashSet<>();
            receiver.spans().forEach(span -> ids.add(span.spanId()));
            assertThat(ids).hasSize(40_000);
            receiver.roots().forEach(root -> assertThat(ids.add(root.traceId())).isTrue());
            assertThat(ids).hasSize(60_000);
            assertThat(TraceShapes.of(receiver)).containsOnly("ManyThreads.outer(ManyThreads.inner)");
        }
    }

    @EachJvm
    void endedThread_itsSpansArriveWhileTheProcessLives(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "EndedThreads", "1", "10")
                        .traced(receiver, "com.acme.scenario.EndedThreads[work]")
                        .start()) {
            running.awaitLine("READY", SOON);

            assertThat(receiver.awaitSpans(10, SOON))
                    .hasSize(10)
                    .allSatisfy(
                            span -> assertThat(span.attribute("thread.name")).contains("worker-0"));
            SpanCounts.assertNothingLost(running.closeStdin().await().assertExit(0), receiver);
        }
    }

    /** With a buffer each, kept for good, these threads would need five times the memory that all buffers may have. */
    @EachJvm
    void shortThreads_giveTheirBuffersBack(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ShortThreads", "20000")
                    .traced(receiver, "com.acme.scenario.ShortThreads[work]")
                    .interval(Duration.ofMinutes(1)) // so it is for the threads to wake the exporter
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).started()).isEqualTo(20_000);
            assertThat(receiver.roots()).hasSize(20_000);
        }
    }

    /**
     * From Java 25 on these threads lose their thread-locals whenever they are idle; with two
     * processors 21 makes new ones.
     */
    @EachJvm
    void commonPool_everySpanArrives(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "CommonPool", "4000")
                    .traced(receiver, "com.acme.scenario.CommonPool[work]")
                    .interval(Duration.ofMinutes(1))
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).started()).isEqualTo(4000);
        }
    }

    /**
     * Nothing can be drained for long: what a thread leaves behind must neither pile up nor keep the shedding from its
     * work.
     */
    @EachJvm
    void shortThreads_pileNothingUpWhileTheReceiverRefuses(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerAlways(Answer.status(503));
            JvmResult result = AgentJvm.scenario(jvm, "ShortThreads", "30000", "150") // each gets a buffer, if it may
                    .traced(receiver, "com.acme.scenario.ShortThreads[work]")
                    .property("fasttelemetry.buffer.bytes", "2MiB")
                    .property("fasttelemetry.shutdown.timeout", "1s")
                    .jvmArgs("-Xmx20m")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertClosed(result);
            assertThat(counts.started()).isEqualTo(4_500_000);
            assertThat(counts.errors()).isZero();
            assertThat(counts.loadShed()).isGreaterThan(4_000_000);
            assertThat(counts.queueFull()).isLessThan(1000);
        }
    }

    /** Six times as many threads as chunks, all alive. */
    @EachJvm
    void threadsThatRecordNowAndThen_loseNothing(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "NowAndThen", "1500", "6")
                    .traced(receiver, "com.acme.scenario.NowAndThen[work]")
                    .property("fasttelemetry.buffer.bytes", "2MiB")
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).started()).isEqualTo(9000);
            assertThat(countByThread(receiver))
                    .hasSize(1500)
                    .allSatisfy((thread, count) -> assertThat(count).isEqualTo(6));
        }
    }

    /** The recorder begins anew on each thread that comes back without its thread-locals. */
    @EachJvm
    void erasedThreadLocals_everySpanArrives(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ErasedLocals", "8000", "2")
                    .traced(receiver, "com.acme.scenario.ErasedLocals[work]")
                    .property("fasttelemetry.buffer.bytes", "4MiB") // more than all these spans weigh
                    .jvmArgs("--add-opens=java.base/java.lang=ALL-UNNAMED")
                    .run()
                    .assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).started()).isEqualTo(16_000);
        }
    }

    @EachJvm
    void continuations_keepTheirContextOnEveryThread(TestJvm jvm) {
        assumeThat(jvm.feature()).as("continuations").isGreaterThanOrEqualTo(21);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Generators", "50")
                    .traced(receiver, "com.acme.scenario.Generators[generate,step,other]")
                    .jvmArgs("--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            Map<String, Long> shapes = TraceShapes.of(receiver).stream()
                    .collect(Collectors.groupingBy(shape -> shape, Collectors.counting()));
            assertThat(shapes)
                    .isEqualTo(Map.of(
                            "Generators.generate(Generators.step Generators.step)", 50L,
                            "Generators.other(Generators.step)", 200L));
        }
    }

    /** What a thread answers is the application's; a shutdown hook can be such a thread as well. */
    @EachJvm
    void threadsOfTheApplicationsOwnClass_areAskedNothing(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OwnThreads")
                    .traced(receiver, "com.acme.scenario.OwnThreads[work];com.acme.scenario.OwnThreads$Worker[*]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(receiver.spansNamed("OwnThreads.work")).hasSize(2);
            assertThat(receiver.spans())
                    .extracting(ReceivedSpan::name)
                    .doesNotContain("Worker.getId", "Worker.getState");
            ReceivedSpan first = Collections.min(
                    receiver.spansNamed("OwnThreads.work"),
                    Comparator.comparing(span -> span.span().getStartTimeUnixNano()));
            assertThat(result.lines())
                    .containsExactly("id " + first.attribute("thread.id").orElseThrow(), "asked 0");
        }
    }

    @EachJvm
    void virtualThreads_everySpanArrives(TestJvm jvm) {
        assumeThat(jvm.feature()).as("virtual threads").isGreaterThanOrEqualTo(21);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "VirtualThreads", "100000")
                    .traced(receiver, "com.acme.scenario.VirtualThreads[outer,inner]")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(result, receiver);
            assertThat(counts.started()).isEqualTo(200_000);
            Map<String, Long> shapes = TraceShapes.of(receiver).stream()
                    .collect(Collectors.groupingBy(shape -> shape, Collectors.counting()));
            assertThat(shapes).isEqualTo(Map.of("VirtualThreads.outer(VirtualThreads.inner)", 100_000L));
        }
    }

    /** A trace belongs to one thread: work handed to another begins its own. */
    @EachJvm
    void handedOver_workBeginsATraceOfItsOwn(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Handover")
                    .traced(receiver, "com.acme.scenario.Handover[outer,pooled,started,direct]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(TraceShapes.of(receiver))
                    .containsExactly(
                            "Handover.outer(Handover.direct)",
                            "Handover.pooled",
                            "Handover.started",
                            "Handover.outer(Handover.direct)",
                            "Handover.pooled",
                            "Handover.started");
        }
    }

    @EachJvm
    void interruptFlag_survivesTheFirstTracedCall(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Interrupted")
                    .traced(receiver, "com.acme.scenario.Interrupted[work]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.lines())
                    .containsExactly("work 2", "still interrupted true", "work 3", "still interrupted false");
            assertThat(receiver.spansNamed("Interrupted.work")).hasSize(2);
        }
    }

    /** Seen a while after the first request, when the HTTP client has what it needs and no more. */
    @EachJvm
    void agentThreads_areFewNamedDaemonsWithoutTheApplicationsLoader(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ContextLoader", "3000")
                    .traced(receiver, "com.acme.scenario.ContextLoader[work]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            List<String> added = new ArrayList<>(result.lines());
            added.removeAll(result.setup().withoutAgent().run().lines());
            assertThat(added)
                    .hasSizeBetween(1, 3)
                    .allMatch(line ->
                            line.matches("thread '.+' daemon priority \\d+ loader (none|.*PlatformClassLoader)"))
                    .filteredOn(line -> line.startsWith("thread 'span-exporter' "))
                    .hasSize(1);
        }
    }

    private static Map<Object, Long> countByThread(OtlpReceiver receiver) {
        return receiver.spans().stream()
                .collect(Collectors.groupingBy(
                        span -> span.attribute("thread.id").orElseThrow(), Collectors.counting()));
    }
}
