/* SPDX-License-Identifier: Apache-2.0 */

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * {@code Soak AGENT MINUTES RATE MODE}: a load for that long; with the mode {@code random} the receiver misbehaves anew every
 * one to eight seconds, with another it does so throughout. Prints memory, threads, descriptors and processor time as it
 * goes, and at the end whether the books balance.
 */
public final class Soak {
    private static final FaultyReceiver.Mode[] RANDOM = {
        FaultyReceiver.Mode.OK,
        FaultyReceiver.Mode.OK,
        FaultyReceiver.Mode.OK,
        FaultyReceiver.Mode.UNAVAILABLE,
        FaultyReceiver.Mode.CUT_HALF,
        FaultyReceiver.Mode.DOWN,
        FaultyReceiver.Mode.HANG,
        FaultyReceiver.Mode.SLOW,
        FaultyReceiver.Mode.BAD_REQUEST
    };

    private Soak() {}

    public static void main(String[] args) throws Exception {
        double minutes = Double.parseDouble(args[1]);
        long rate = Long.parseLong(args[2]);
        boolean random = args[3].equals("random");
        FaultyReceiver.Mode mode = random ? FaultyReceiver.Mode.OK : FaultyReceiver.Mode.valueOf(args[3]);
        long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
        Random faults = new Random(seed);
        long seconds = Math.round(minutes * 60);
        System.out.println("seed " + seed + ", " + seconds + " s, " + rate + " spans/s, receiver " + args[3]);
        try (Run run = new Run(args[0], Map.of(), Math.max(1, seconds * rate), rate, rate == 0 ? seconds : 12, mode)) {
            run.awaitReady();
            System.out.println("second | RSS MB | threads | descriptors | CPU % since the line before | receiver");
            long start = System.nanoTime();
            long nextFault = 0;
            long cpuBefore = cpuTicks(run.process.pid());
            for (long second = 0; second < seconds; second++) {
                if (random && second >= nextFault) {
                    mode = RANDOM[faults.nextInt(RANDOM.length)];
                    run.receiver.mode(mode);
                    nextFault = second + 1 + faults.nextInt(8);
                }
                Thread.sleep(Math.max(0, (start + (second + 1) * 1_000_000_000L - System.nanoTime()) / 1_000_000));
                if (second % 10 == 9) {
                    long cpu = cpuTicks(run.process.pid());
                    System.out.println(line(run.process.pid(), second + 1) + " | "
                            + String.format("%.1f", (cpu - cpuBefore) / 10.0) + " | " + mode);
                    cpuBefore = cpu;
                }
            }
            if (random) {
                run.receiver.mode(FaultyReceiver.Mode.OK);
            }
            run.awaitEnd();
            long[] accounts = run.accounts();
            long started = Math.max(1, seconds * rate);
            long received = run.receiver.distinct();
            boolean balanced = accounts != null
                    && started == accounts[0] + accounts[1]
                    && (accounts[0] == received || !random && accounts[0] <= received);
            System.out.println("started " + started + ", exported " + (accounts == null ? "?" : accounts[0]) + ", dropped "
                    + (accounts == null ? "?" : accounts[1]) + "; received " + received + " and "
                    + run.receiver.duplicates() + " again in " + run.receiver.requests() + " requests; exit took "
                    + run.exitMillis + " ms, " + run.linesLogged() + " lines logged");
            System.out.println(balanced ? "balanced" : "NOT BALANCED");
            System.exit(balanced ? 0 : 1);
        }
    }

    private static String line(long pid, long second) throws Exception {
        long rss = 0;
        long threads = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                rss = Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            } else if (line.startsWith("Threads:")) {
                threads = Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        String[] open = Path.of("/proc/" + pid + "/fd").toFile().list();
        return second + " | " + rss + " | " + threads + " | " + (open == null ? 0 : open.length);
    }

    /** Of 10 ms. */
    private static long cpuTicks(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
