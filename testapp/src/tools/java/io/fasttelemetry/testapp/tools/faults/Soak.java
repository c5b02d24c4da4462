/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import io.fasttelemetry.testapp.tools.receiver.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * {@code Soak AGENT MINUTES RATE MODE}: a load for that long; with the mode {@code random} the receiver misbehaves
 * anew every one to eight seconds, with another, a {@link Fault}, it does so throughout. Prints memory, threads,
 * descriptors and processor time as it goes, and at the end whether the books balance.
 */
public final class Soak {
    private static final List<Fault> RANDOM = List.of(
            Fault.OK,
            Fault.OK,
            Fault.OK,
            Fault.UNAVAILABLE,
            Fault.CUT_HALF,
            Fault.DOWN,
            Fault.HANG,
            Fault.SLOW,
            Fault.BAD_REQUEST);

    private Soak() {}

    public static void main(String[] args) throws Exception {
        double minutes = Double.parseDouble(args[1]);
        long rate = Long.parseLong(args[2]);
        boolean random = args[3].equals("random");
        Fault fault = random ? Fault.OK : Fault.valueOf(args[3]);
        long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
        long seconds = Math.round(minutes * 60);
        System.out.println("seed " + seed + ", " + seconds + " s, " + rate + " spans/s, receiver " + args[3]);
        boolean even;
        try (Run run = new Run(args[0], Map.of(), Math.max(1, seconds * rate), rate, rate == 0 ? seconds : 12, fault)) {
            run.awaitReady();
            watch(run, seconds, fault, random ? new Random(seed) : null);
            if (random) {
                run.receiver.fault(Fault.OK);
            }
            run.awaitEnd();
            Balance balance = new Balance(run.started(), run.closingMessage(), run.receiver.distinct(), random);
            even = balance.isEven();
            System.out.println(balance + " and " + run.receiver.counts().duplicates() + " again in "
                    + run.receiver.counts().requests() + " requests; exit took " + run.exitMillis() + " ms, "
                    + run.linesLogged() + " lines logged");
        }
        System.out.println(even ? "balanced" : "NOT BALANCED");
        System.exit(even ? 0 : 1);
    }

    /** @param faults null if the fault is to stay */
    private static void watch(Run run, long seconds, Fault first, Random faults) throws Exception {
        System.out.println("second | RSS MB | threads | descriptors | CPU % since the line before | receiver");
        long start = System.nanoTime();
        long nextFault = 0;
        long ticksBefore = ProcessFigures.of(run.process.pid()).cpuTicks();
        Fault fault = first;
        for (long second = 0; second < seconds; second++) {
            if (faults != null && second >= nextFault) {
                fault = RANDOM.get(faults.nextInt(RANDOM.size()));
                run.receiver.fault(fault);
                nextFault = second + 1 + faults.nextInt(8);
            }
            Thread.sleep(Math.max(0, (start + (second + 1) * 1_000_000_000L - System.nanoTime()) / 1_000_000));
            if (second % 10 == 9) {
                ProcessFigures now = ProcessFigures.of(run.process.pid());
                System.out.printf(
                        Locale.ROOT,
                        "%d | %d | %d | %d | %.1f | %s%n",
                        second + 1,
                        now.rssMegabytes(),
                        now.threads(),
                        now.descriptors(),
                        (now.cpuTicks() - ticksBefore) / 10.0,
                        fault);
                ticksBefore = now.cpuTicks();
            }
        }
    }
}
