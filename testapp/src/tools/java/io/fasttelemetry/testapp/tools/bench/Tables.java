/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.bench;

import io.fasttelemetry.testapp.tools.Figures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code Tables MODE}: the Markdown table of a mode, from the {@link RawFigures} on standard input.
 * docs/benchmarks.md explains them.
 */
public final class Tables {
    private static final String NONE = "none";
    private static final String DELIVERED = "delivered of started";

    private Tables() {}

    public static void main(String[] args) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(of(args[0], RawFigures.parse(in.lines())));
        }
    }

    /** Agents and keys stand in the order in which they first ran; runs of other modes are left out. */
    static Table of(String mode, List<BenchRun> allRuns) {
        List<BenchRun> runs =
                allRuns.stream().filter(run -> run.mode.equals(mode)).toList();
        return switch (mode) {
            case "cost" -> cost("Cost of a span on the application's threads", runs);
            case "unsampled" -> cost("Cost of a span with a sampler that takes nothing", runs);
            case "rate" -> rate(runs);
            case "distance" -> distance(runs);
            case "burst" -> burst(runs);
            case "virtual" -> virtual(runs);
            case "short" -> shortLived(runs);
            case "startup" -> startup(runs);
            case "pace" -> pace(runs);
            default -> throw new IllegalArgumentException("no mode " + mode);
        };
    }

    private static Table cost(String title, List<BenchRun> all) {
        Table table = new Table(
                title,
                "agent",
                "threads",
                "bare",
                "two clock reads",
                "traced",
                "traced/clock",
                "of the 10th percentiles",
                "bytes a span",
                "spans a burst",
                DELIVERED);
        for (List<BenchRun> runs : rows(all)) {
            Figures clocked = BenchRun.samples(runs, "clocked", 0);
            Figures traced = BenchRun.samples(runs, "traced", 0);
            table.row(
                    runs.get(0).agent,
                    runs.get(0).key,
                    BenchRun.samples(runs, "bare", 0).spread(1),
                    clocked.spread(1),
                    traced.spread(1),
                    decimals(2, traced.median() / clocked.median()),
                    decimals(2, traced.tenthPercentile() / clocked.tenthPercentile()),
                    decimals(1, BenchRun.samples(runs, "traced", 1).median()),
                    runs.get(0).burst,
                    Delivery.of(runs).toString());
        }
        return table;
    }

    private static Table rate(List<BenchRun> all) {
        Table table = new Table(
                "Cost of a span to the whole process, at fixed rates",
                "agent",
                "spans/s",
                "held",
                "CPU ns of the process a span",
                "more than without agent, a delivered span",
                DELIVERED);
        for (List<BenchRun> runs : rows(all)) {
            Figures nanos = BenchRun.results(runs, "nanos");
            List<BenchRun> without = all.stream()
                    .filter(run -> run.agent.equals(NONE) && run.key.equals(runs.get(0).key))
                    .toList();
            table.row(
                    runs.get(0).agent,
                    runs.get(0).key,
                    decimals(0, BenchRun.results(runs, "rate").median()),
                    nanos.spread(0),
                    isNone(runs) || without.isEmpty()
                            ? "-"
                            : more(
                                    nanos.median()
                                            - BenchRun.results(without, "nanos").median(),
                                    Delivery.of(runs)),
                    delivered(runs));
        }
        return table;
    }

    private static String more(double nanosOfStarted, Delivery delivery) {
        return delivery.delivered() == 0
                ? "nothing delivered"
                : decimals(0, nanosOfStarted * delivery.started() / delivery.delivered());
    }

    /** The key is the receiver: milliseconds until it answers, and one of how many requests it answers 503, if any. */
    private static Table distance(List<BenchRun> all) {
        Table table = new Table(
                "100 000 spans a second to a receiver that is far away",
                "agent",
                "answer after",
                "answered 503",
                "spans/s held",
                "CPU ns of the process a span",
                DELIVERED);
        for (List<BenchRun> runs : rows(all)) {
            String[] receiver = runs.get(0).key.split("/", 2);
            table.row(
                    runs.get(0).agent,
                    receiver[0] + " ms",
                    receiver.length == 1 ? "none" : "1 of " + receiver[1],
                    decimals(0, BenchRun.results(runs, "rate").median()),
                    BenchRun.results(runs, "nanos").spread(0),
                    Delivery.of(runs).toString());
        }
        return table;
    }

    private static Table burst(List<BenchRun> all) {
        Table table = new Table("200 000 spans at once, then exit", "agent", DELIVERED);
        for (List<BenchRun> runs : rows(all)) {
            table.row(runs.get(0).agent, Delivery.of(runs).toString());
        }
        return table;
    }

    private static Table virtual(List<BenchRun> all) {
        Table table = new Table(
                "A million virtual threads, five spans each",
                "agent",
                "bare",
                "two clock reads",
                "traced",
                "process, more than bare",
                "heap growth, MB",
                DELIVERED);
        for (List<BenchRun> runs : rows(all)) {
            table.row(
                    runs.get(0).agent,
                    decimals(2, BenchRun.results(runs, "bare").median()),
                    decimals(2, BenchRun.results(runs, "clocked").median()),
                    decimals(2, BenchRun.results(runs, "traced").median()),
                    decimals(
                            0,
                            BenchRun.results(runs, "traced-process").median()
                                    - BenchRun.results(runs, "bare-process").median()),
                    megabytes(runs, "heap"),
                    delivered(runs));
        }
        return table;
    }

    private static Table shortLived(List<BenchRun> all) {
        Table table = new Table(
                "20 000 threads of one request, then 2 000 that idle after one",
                "agent",
                "heap in use, MB",
                "resident, MB",
                DELIVERED);
        for (List<BenchRun> runs : rows(all)) {
            table.row(runs.get(0).agent, megabytes(runs, "heap"), megabytes(runs, "resident"), delivered(runs));
        }
        return table;
    }

    /** Times come in seconds, the peak of resident memory in kB and not of every run. */
    private static Table startup(List<BenchRun> all) {
        Table table = new Table("Start and exit of a trivial program", "agent", "wall ms", "CPU ms", "peak MB");
        for (List<BenchRun> runs : rows(all)) {
            List<BenchRun> timed =
                    runs.stream().filter(run -> run.has("wall-s")).toList();
            table.row(
                    runs.get(0).agent,
                    Figures.of(timed.stream()
                                    .map(run -> run.result("wall-s") * 1000)
                                    .toList())
                            .spread(0),
                    Figures.of(timed.stream()
                                    .map(run -> (run.result("user-s") + run.result("system-s")) * 1000)
                                    .toList())
                            .spread(0),
                    Figures.of(runs.stream()
                                    .filter(run -> run.has("peak-kb"))
                                    .map(run -> Math.floor(run.result("peak-kb") / 1024))
                                    .toList())
                            .spread(0));
        }
        return table;
    }

    private static Table pace(List<BenchRun> all) {
        Table table =
                new Table("The same arithmetic again and again for a minute", "the other processors", "ns a step");
        for (String other : List.of("idle", "busy")) {
            table.row(other, BenchRun.samples(all, other, 0).spread(2));
        }
        return table;
    }

    /** The runs of each row: by key, then by agent. */
    private static Collection<List<BenchRun>> rows(List<BenchRun> runs) {
        Map<String, Map<String, List<BenchRun>>> rows = new LinkedHashMap<>();
        for (BenchRun run : runs) {
            rows.computeIfAbsent(run.key, key -> new LinkedHashMap<>())
                    .computeIfAbsent(run.agent, agent -> new ArrayList<>())
                    .add(run);
        }
        return rows.values().stream().flatMap(row -> row.values().stream()).toList();
    }

    private static boolean isNone(List<BenchRun> runs) {
        return runs.get(0).agent.equals(NONE);
    }

    private static String delivered(List<BenchRun> runs) {
        return isNone(runs) ? "-" : Delivery.of(runs).toString();
    }

    private static String megabytes(List<BenchRun> runs, String result) {
        return decimals(1, BenchRun.results(runs, result).median() / 1048576);
    }

    private static String decimals(int count, double value) {
        return String.format(Locale.ROOT, "%." + count + "f", value);
    }
}
