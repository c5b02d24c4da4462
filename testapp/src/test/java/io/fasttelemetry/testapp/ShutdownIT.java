/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** The end of the process: everything finished by then is delivered, and the exit is not held up for long. */
class ShutdownIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofMinutes(10);

    private static AgentJvm exitBy(TestJvm jvm, OtlpReceiver receiver, String way) {
        return AgentJvm.scenario(jvm, "ExitBy", way)
                .traced(receiver, "com.acme.scenario.ExitBy[work]")
                .interval(NEVER);
    }

    private static AgentJvm onDemand(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OnDemand").traced(receiver, "com.acme.scenario.OnDemand[work]");
    }

    private static void call(RunningJvm running, String what) {
        running.type(what + "\n").awaitLine("did " + what, SOON);
    }

    @EachJvm
    void exit_deliversEverything(TestJvm jvm) {
        Map.of("main", 0, "exit3", 3).forEach((way, code) -> {
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                JvmResult result = exitBy(jvm, receiver, way).run().assertExit(code);

                assertThat(result.stdout()).isEqualTo("sum 55\n");
                assertThat(SpanCounts.assertNothingLost(result, receiver).exported())
                        .isEqualTo(10);
            }
        });
    }

    @EachJvm
    void uncaughtException_deliversEverything(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = exitBy(jvm, receiver, "uncaught").run().assertExit(1);

            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(counts.exported()).isEqualTo(10);
            assertThat(result.stderr()).contains("nobody catches this");
        }
    }

    @EachJvm
    void spansOfOtherHooks_areDelivered(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = exitBy(jvm, receiver, "hook").run().assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).exported())
                    .isEqualTo(20);
        }
    }

    /** Whatever the application's hooks are and do to the agent's. */
    @EachJvm
    void hooksThatAreNotWhatTheySeem_costNoSpan(TestJvm jvm) {
        for (String way : new String[] {"odd-hook", "interrupting-hook"}) {
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                JvmResult result = exitBy(jvm, receiver, way).run().assertExit(0);

                SpanCounts counts = SpanCounts.assertCountedOnce(result, receiver);
                assertThat(counts.exported()).as(way).isEqualTo(10);
            }
        }
    }

    /** The address can't be reached, and waiting changes nothing about it. */
    @EachJvm
    void addressOfAFamilyThatIsSwitchedOff_isTriedOnce(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = exitBy(jvm, receiver, "main")
                    .property("java.net.preferIPv4Stack", "true")
                    .property("fasttelemetry.endpoint", "http://[::1]:" + receiver.port())
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertClosed(result);
            assertThat(counts.requests()).as(result.stderr()).isEqualTo(1);
            assertThat(result.stderr()).contains("export failed and the process ends, 10 spans are dropped: ");
        }
    }

    /** A process that hangs by its own fault: what it recorded is delivered all the same. */
    @EachJvm
    void hookThatExits_doesNotKeepSpansBack(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = exitBy(jvm, receiver, "hook-exits")
                        .property("fasttelemetry.shutdown.timeout", "1s")
                        .start()) {
            receiver.awaitSpans(10, SOON);
            running.awaitErrorLine("started 10 spans: exported 10,", SOON);
            assertThat(running.isAlive()).isTrue();
        }
    }

    @EachJvm
    void signals_deliverEverything(TestJvm jvm) throws IOException {
        for (Map.Entry<String, Integer> signal :
                Map.of("TERM", 15, "INT", 2, "HUP", 1).entrySet()) {
            if (isIgnored(signal.getValue())) {
                System.out.println("SIG" + signal.getKey() + " is ignored where this test was started: not tried");
                continue;
            }
            try (OtlpReceiver receiver = OtlpReceiver.start();
                    RunningJvm running = exitBy(jvm, receiver, "sigterm-wait").start()) {
                running.awaitLine("READY", SOON).signal(signal.getKey());
                JvmResult result = running.await().assertExit(128 + signal.getValue());

                assertThat(SpanCounts.assertNothingLost(result, receiver).exported())
                        .as("SIG%s", signal.getKey())
                        .isEqualTo(10);
            }
        }
    }

    /** A JVM takes over no signal that was ignored when it started. */
    private static boolean isIgnored(int signal) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        return (Long.parseUnsignedLong(mask, 16) >>> (signal - 1) & 1) == 1;
    }

    @EachJvm
    void backOff_endsWithTheProcess(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerNext(Answer.status(503));
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.retry.base", "60s")
                        .start()) {
            call(running, "7");
            receiver.awaitRequests(1, SOON);
            long endNanos = System.nanoTime();
            JvmResult result = running.closeStdin().await().assertExit(0);

            assertThat((System.nanoTime() - endNanos) / 1_000_000).isLessThan(1500);
            assertThat(SpanCounts.assertCounted(result, receiver).exported()).isEqualTo(7);
            assertThat(receiver.requests()).hasSize(2);
            assertThat(receiver.requests().get(1).body())
                    .isEqualTo(receiver.requests().get(0).body());
        }
    }

    @EachJvm
    void hangingReceiver_delaysTheExitByTheShutdownTimeout(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerAlways(Answer.hang());
                RunningJvm running = AgentJvm.scenario(jvm, "OnDemand")
                        .agent()
                        .endpoint(receiver)
                        .methods("com.acme.scenario.OnDemand[work]")
                        .property("fasttelemetry.shutdown.timeout", "1s")
                        .start()) {
            call(running, "700");
            receiver.awaitRequests(1, SOON);
            running.closeStdin().awaitLine("end", SOON);
            long endNanos = System.nanoTime();
            JvmResult result = running.await().assertExit(0);
            long addedMillis = (System.nanoTime() - endNanos) / 1_000_000;

            System.out.println(jvm + ": a hanging receiver delays the exit by " + addedMillis + " ms of 1000");
            assertThat(addedMillis).isBetween(900L, 1000L + 500);
            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(counts.started()).isEqualTo(700);
            assertThat(counts.dropped()).isEqualTo(700);
        }
    }

    @EachJvm
    void refusedConnection_hardlyDelaysTheExit(TestJvm jvm) {
        OtlpReceiver receiver = OtlpReceiver.start();
        try (RunningJvm running = onDemand(jvm, receiver)
                .property("fasttelemetry.log.level", "debug")
                .start()) {
            call(running, "1");
            running.awaitErrorLine("exported 1 span", SOON);
            receiver.close();
            call(running, "9");
            running.closeStdin().awaitLine("end", SOON);
            long endNanos = System.nanoTime();
            JvmResult result = running.await().assertExit(0);
            long addedMillis = (System.nanoTime() - endNanos) / 1_000_000;

            System.out.println(jvm + ": a receiver that went away delays the exit by " + addedMillis + " ms");
            assertThat(addedMillis).isLessThan(300 + 300);
            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(counts.exported()).isEqualTo(1);
            assertThat(counts.dropped()).isEqualTo(9);
        } finally {
            receiver.close();
        }
    }

    /** Spans that are first sent at the exit pay for the start of the HTTP client; a refusal adds nothing to that. */
    @EachJvm
    void refusedFirstConnection_takesNoLongerThanADelivery(TestJvm jvm) throws IOException {
        int runs = 3;
        long[] refused = new long[runs];
        long[] taken = new long[runs];
        long[] unsent = new long[runs];
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            for (int i = 0; i < runs; i++) {
                JvmResult result = exitBy(jvm, receiver, "main")
                        .property("fasttelemetry.endpoint", "http://127.0.0.1:" + closedPort())
                        .run()
                        .assertExit(0);
                refused[i] = result.lifeMillis();
                assertThat(result.stderr())
                        .contains("started 10 spans: exported 0, sampled out 0, dropped 10 ", "shutdown 10");
                taken[i] = exitBy(jvm, receiver, "main").run().assertExit(0).lifeMillis();
                unsent[i] = exitBy(jvm, receiver, "main")
                        .property("fasttelemetry.exporter", "none")
                        .run()
                        .assertExit(0)
                        .lifeMillis();
            }
        }
        Arrays.sort(refused);
        Arrays.sort(taken);
        Arrays.sort(unsent);
        System.out.println(jvm + ": life in ms, median: " + unsent[runs / 2] + " without sending, " + taken[runs / 2]
                + " with a delivery, " + refused[runs / 2] + " with a refused connection");
        assumeTrue(TestJvm.isMachineQuiet(), "too busy a machine to hold this against");
        assertThat(refused[runs / 2]).isLessThan(taken[runs / 2] + 300);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @EachJvm
    void requestUnderWay_isNeitherLostNorDoubled(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerNext(Answer.ok().delay(Duration.ofMillis(700)));
                RunningJvm running = onDemand(jvm, receiver).start()) {
            call(running, "5");
            receiver.awaitRequests(1, SOON);
            call(running, "6");
            JvmResult result = running.closeStdin().await().assertExit(0);

            assertThat(SpanCounts.assertNothingLost(result, receiver).exported())
                    .isEqualTo(11);
            assertThat(receiver.requests()).hasSize(2);
        }
    }

    @EachJvm
    void lastThreadOfTheApplication_endsTheProcessInTheMiddleOfAnExport(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerAlways(Answer.hang());
                RunningJvm running = onDemand(jvm, receiver)
                        .property("fasttelemetry.shutdown.timeout", "200ms")
                        .property("fasttelemetry.timeout", "0")
                        .start()) {
            call(running, "1");
            receiver.awaitRequests(1, SOON);
            running.closeStdin().awaitLine("end", SOON);
            long endNanos = System.nanoTime();
            JvmResult result = running.await().assertExit(0);

            assertThat((System.nanoTime() - endNanos) / 1_000_000).isLessThan(1000);
            SpanCounts counts = SpanCounts.assertCounted(result, receiver);
            assertThat(counts.dropped()).isEqualTo(1);
        }
    }

    @EachJvm
    void nothingToSend_makesNoRequestAndNoDelay(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = onDemand(jvm, receiver).start()) {
            running.awaitLine("READY", SOON).closeStdin().awaitLine("end", SOON);
            long endNanos = System.nanoTime();
            JvmResult result = running.await().assertExit(0);

            assertThat((System.nanoTime() - endNanos) / 1_000_000).isLessThan(500);
            assertThat(SpanCounts.assertNothingLost(result, receiver).started()).isZero();
            assertThat(receiver.requests()).isEmpty();
        }
    }
}
