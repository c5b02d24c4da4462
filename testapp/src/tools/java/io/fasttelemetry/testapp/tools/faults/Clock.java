/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import io.fasttelemetry.testapp.tools.receiver.Fault;
import io.fasttelemetry.testapp.tools.receiver.Receiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code Clock AGENT LIBFAKETIME}: a program whose wall clock is set back by an hour, forward by two, and back again,
 * while it records 1 000 spans a second that are sent every 100 ms. Prints, for each stretch, how far the newest span
 * of a request lies behind the clock that the program sees when the request arrives: the minimum is what it takes to
 * send one.
 */
public final class Clock {
    private static final int SECONDS = 10;
    private static final List<Integer> OFFSETS_SECONDS = List.of(0, -3600, 3600, 0);
    private static final double MAX_BEHIND_MILLIS = 20;

    private Clock() {}

    public static void main(String[] args) throws Exception {
        Path offset = Files.createTempFile("clock", ".offset");
        Files.writeString(offset, "+0s\n");
        Map<String, String> environment = Map.of(
                "LD_PRELOAD", args[1],
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FASTTELEMETRY_INTERVAL", "100ms");
        long count = (SECONDS * OFFSETS_SECONDS.size() + 2) * 1000L;
        boolean good = true;
        try (Run run = new Run(args[0], environment, count, 1000, 0, Fault.OK)) {
            run.awaitReady();
            Thread.sleep(1000);
            for (int seconds : OFFSETS_SECONDS) {
                Files.writeString(offset, (seconds < 0 ? "" : "+") + seconds + "s\n");
                Thread.sleep(1000); // spans of traces under way, and requests, of the time before
                double behind = minBehindMillis(run.receiver, seconds);
                good &= Math.abs(behind) < MAX_BEHIND_MILLIS;
                System.out.printf("clock at %+d s: the newest span at least %.1f ms behind it%n", seconds, behind);
            }
            run.awaitEnd();
            long exported = run.closingMessage().map(ClosingMessage::exported).orElse(-1L);
            good &= exported == count && run.receiver.endsBeforeStart() == 0;
            System.out.println("started " + count + ", exported " + (exported < 0 ? "?" : "" + exported) + ", received "
                    + run.receiver.distinct() + ", ends before their start " + run.receiver.endsBeforeStart());
        }
        Files.delete(offset);
        System.out.println(good ? "good" : "NOT GOOD");
        System.exit(good ? 0 : 1);
    }

    private static double minBehindMillis(Receiver receiver, int offsetSeconds) throws InterruptedException {
        receiver.takeLatestStartEpochNanos();
        double min = Double.MAX_VALUE;
        for (long end = System.nanoTime() + (SECONDS - 1) * 1_000_000_000L; System.nanoTime() < end; ) {
            long latest = receiver.takeLatestStartEpochNanos();
            if (latest != 0) {
                min = Math.min(min, System.currentTimeMillis() + offsetSeconds * 1000.0 - latest / 1e6);
            }
            Thread.sleep(1);
        }
        return min;
    }
}
