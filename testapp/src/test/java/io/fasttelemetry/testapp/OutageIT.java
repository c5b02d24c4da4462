/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.testapp.FaultProxy.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Receivers that go away and come back, networks that break, processes that are stopped: what is lost is counted. */
class OutageIT {
    private static final Fault[] FAULTS = {Fault.CUT_REQUEST, Fault.LOSE_ANSWER, Fault.STALL};

    private static final Duration SOON = Duration.ofSeconds(20);

    private int marks;

    private static AgentJvm onDemand(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OnDemand")
                .traced(receiver, "com.acme.scenario.OnDemand[work]")
                .property("fasttelemetry.retry.base", "50ms")
                .property("fasttelemetry.retry.max", "400ms");
    }

    /** So many spans in portions, with a pause after each. */
    private void load(RunningJvm running, int portions, int portion, int pauseMillis) {
        for (int i = 0; i < portions; i++) {
            running.type(portion + "\nidle " + pauseMillis + "\n");
        }
        marks++; // a line that was not there before
        running.type("idle 0" + marks + "\n").awaitLine("did idle 0" + marks, SOON);
    }

    /** 20 s at 200 spans a second, in a tenth of the time. */
    @EachJvm
    void receiverThatComesBack_getsEverythingInOrder(TestJvm jvm) throws IOException {
        int port = freePort();
        OtlpReceiver before = OtlpReceiver.startAt(port);
        try (RunningJvm running = onDemand(jvm, before).start()) {
            load(running, 1, 40, 20);
            before.awaitSpans(40, SOON);
            before.close();
            load(running, 100, 40, 20);
            running.awaitErrorLine("export failed", SOON);
            try (OtlpReceiver after = OtlpReceiver.startAt(port)) {
                running.awaitErrorLine("export works again", SOON);
                after.awaitSpans(4000, SOON);
                JvmResult result = running.closeStdin().await().assertExit(0);

                // the first forty come again if their answer was lost with the receiver
                assertThat(after.spans()).hasSizeBetween(4000, 4040);
                assertInOrder(after);
                assertThat(after.duplicates()).isEmpty();
                assertThat(result.stderr())
                        .contains("started 4040 spans: exported 4040, sampled out 0, dropped 0 ")
                        .containsPattern("export works again after \\d+\\.\\d s and \\d+ failed attempts;"
                                + " 0 spans were dropped meanwhile, \\d+ wait\n");
                assertThat(result.stderr().lines().filter(line -> line.contains("export failed")))
                        .hasSizeLessThanOrEqualTo(5);
            }
        } finally {
            before.close();
        }
    }

    /** A receiver on a port that was given to it can give it up and take it again. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Requests that were in flight together may overtake each other. */
    private static void assertInOrder(OtlpReceiver receiver) {
        assertThat(receiver.requests())
                .allSatisfy(request -> assertThat(request.spans().stream()
                                .map(span -> span.span().getStartTimeUnixNano())
                                .toList())
                        .isSorted());
    }

    /** When the room runs out, more and more of what comes later is dropped, and counted. */
    @EachJvm
    void buffersThatAreFull_countWhatIsLost(TestJvm jvm) throws IOException {
        int port = freePort();
        OtlpReceiver before = OtlpReceiver.startAt(port);
        before.close();
        try (RunningJvm running = onDemand(jvm, before)
                .property("fasttelemetry.buffer.bytes", "256KiB")
                .start()) {
            load(running, 1, 1, 0);
            running.awaitErrorLine("export failed", SOON);
            load(running, 20, 2000, 10);
            try (OtlpReceiver after = OtlpReceiver.startAt(port)) {
                String line = running.awaitErrorLine("export works again", SOON);
                JvmResult result = running.closeStdin().await().assertExit(0);

                SpanCounts counts = SpanCounts.assertCounted(result, after);
                assertThat(counts.started()).isEqualTo(40_001);
                assertThat(counts.forWantOfRoom()).isPositive().isEqualTo(counts.dropped());
                assertThat(line).containsPattern("[1-9]\\d* spans were dropped meanwhile");
                assertInOrder(after);
            }
        }
    }

    @EachJvm
    void connectionsThatAreCutAndStalled_loseNothing(TestJvm jvm) throws IOException {
        AtomicBoolean stalling = new AtomicBoolean();
        try (OtlpReceiver receiver = OtlpReceiver.start();
                FaultProxy proxy = new FaultProxy(receiver, () -> stalling.get() ? Fault.STALL : Fault.NONE);
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.endpoint", proxy.url())
                        .property("fasttelemetry.timeout", "500ms")
                        .start()) {
            for (int i = 0; i < 3; i++) {
                load(running, 5, 100, 5);
                stalling.set(true);
                proxy.cutAll();
                load(running, 5, 100, 200);
                stalling.set(false);
                proxy.cutAll();
            }
            receiver.awaitSpans(3000, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts counts = SpanCounts.assertCountedOnce(result, receiver);
            assertThat(counts.exported()).isEqualTo(3000);
        }
    }

    /**
     * Whatever the receiver and the network do, the books balance. Each seed is another script; where it
     * has final answers, a batch may be taken, the answer lost and the second attempt be refused: then
     * its spans count as dropped.
     */
    @EachJvm
    void randomFaults_areAllAccountedFor(TestJvm jvm) throws IOException {
        for (long seed = 1; seed <= 4; seed++) {
            boolean finalAnswers = seed % 2 == 0;
            Random random = new Random(seed);
            AtomicBoolean calm = new AtomicBoolean();
            try (OtlpReceiver receiver = OtlpReceiver.start();
                    FaultProxy proxy = new FaultProxy(receiver, () -> calm.get() ? Fault.NONE : fault(random));
                    RunningJvm running = onDemand(jvm, receiver)
                            .property("fasttelemetry.endpoint", proxy.url())
                            .property("fasttelemetry.timeout", "300ms")
                            .property("fasttelemetry.buffer.bytes", "1MiB")
                            .property("fasttelemetry.retry.base", "10ms")
                            .property("fasttelemetry.retry.max", "50ms")
                            .start()) {
                int started = 0;
                for (int i = 0; i < 30; i++) {
                    int portion = random.nextInt(700);
                    started += portion;
                    synchronized (random) {
                        receiver.answerNext(answer(random, finalAnswers));
                    }
                    load(running, 1, portion, random.nextInt(40));
                    if (random.nextInt(8) == 0) {
                        proxy.cutAll();
                    }
                }
                calm.set(true);
                JvmResult result = running.closeStdin().await().assertExit(0);

                SpanCounts counts = SpanCounts.assertClosed(result);
                Set<String> ids = new HashSet<>();
                receiver.spans().forEach(span -> ids.add(span.spanId()));
                System.out.println(jvm + ", seed " + seed + ": " + ids.size() + " received, " + counts);
                assertThat(counts.started()).as("seed %d", seed).isEqualTo(started);
                assertThat(counts.active()).as("seed %d", seed).isZero();
                assertThat((long) ids.size())
                        .as("seed %d", seed)
                        .isBetween(counts.exported(), counts.exported() + (finalAnswers ? counts.dropped() : 0));
                assertThat(counts.dropped() - counts.forWantOfRoom() > 0).isEqualTo(finalAnswers);
            }
        }
    }

    private static Fault fault(Random random) {
        synchronized (random) {
            return random.nextInt(3) > 0 ? Fault.NONE : FAULTS[random.nextInt(FAULTS.length)];
        }
    }

    private static Answer answer(Random random, boolean finalAnswers) {
        int[] codes = finalAnswers
                ? new int[] {200, 202, 204, 301, 400, 401, 408, 413, 429, 500, 502, 503, 504, 505}
                : new int[] {200, 202, 204, 429, 502, 503, 504};
        return switch (random.nextInt(8)) {
            case 0 -> Answer.disconnectAfterRequest();
            case 1 -> Answer.hang();
            case 2 -> Answer.ok().delay(Duration.ofMillis(random.nextInt(500)));
            case 3 -> Answer.status(503).header("Retry-After", "0");
            default -> Answer.status(codes[random.nextInt(codes.length)]);
        };
    }

    @EachJvm
    void processThatIsStopped_goesOnAsIfNothingHadHappened(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running =
                        onDemand(jvm, receiver).interval(Duration.ofMillis(50)).start()) {
            load(running, 1, 10, 0);
            receiver.awaitSpans(10, SOON);
            running.signal("STOP");
            long endNanos = System.nanoTime() + 2_000_000_000L;
            while (System.nanoTime() - endNanos < 0) {
                LockSupport.parkNanos(endNanos - System.nanoTime());
            }
            running.signal("CONT");
            load(running, 1, 10, 0);
            receiver.awaitSpans(20, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(result, receiver);
            assertThat(counts.exported()).isEqualTo(20);
            assertThat(counts.requests()).as("no storm").isLessThanOrEqualTo(5);
            assertThat(receiver.spans()).allMatch(span -> span.durationNanos() >= 0);
        }
    }
}
