/* SPDX-License-Identifier: Apache-2.0 */

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code Clock AGENT LIBFAKETIME}: a program whose wall clock is set back by an hour, forward by two, and back again, while it
 * records 1 000 spans a second that are sent every 100 ms. Prints, for each stretch, how far the newest span of a
 * request lies behind the clock that the program sees when the request arrives: the least is what it takes to send one.
 */
public final class Clock {
    private static final int SECONDS = 10;
    private static final int[] OFFSETS_SECONDS = {0, -3600, 3600, 0};
    private static final double MOST_MILLIS = 20;

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
        long count = (SECONDS * OFFSETS_SECONDS.length + 2) * 1000L;
        boolean good = true;
        try (Run run = new Run(args[0], environment, count, 1000, 0, FaultyReceiver.Mode.OK)) {
            run.awaitReady();
            Thread.sleep(1000);
            for (int seconds : OFFSETS_SECONDS) {
                Files.writeString(offset, (seconds < 0 ? "" : "+") + seconds + "s\n");
                Thread.sleep(1000); // spans of traces under way, and requests, of the time before
                run.receiver.takeLatestStartEpochNanos();
                double least = Double.MAX_VALUE;
                for (long end = System.nanoTime() + (SECONDS - 1) * 1_000_000_000L; System.nanoTime() < end; ) {
                    long latest = run.receiver.takeLatestStartEpochNanos();
                    if (latest != 0) {
                        double behind = System.currentTimeMillis() + seconds * 1000.0 - latest / 1e6;
                        least = Math.min(least, behind);
                    }
                    Thread.sleep(1);
                }
                good &= Math.abs(least) < MOST_MILLIS;
                System.out.printf("clock at %+d s: the newest span at least %.1f ms behind it%n", seconds, least);
            }
            run.awaitEnd();
            long[] accounts = run.accounts();
            good &= accounts != null && accounts[0] == count && run.receiver.endsBeforeStart() == 0;
            System.out.println("started " + count + ", exported " + (accounts == null ? "?" : accounts[0]) + ", received "
                    + run.receiver.distinct() + ", ends before their start " + run.receiver.endsBeforeStart());
        }
        Files.delete(offset);
        System.out.println(good ? "good" : "NOT GOOD");
        System.exit(good ? 0 : 1);
    }
}
