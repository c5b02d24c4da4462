/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import io.fasttelemetry.testapp.tools.receiver.Fault;
import java.util.List;
import java.util.Map;

/** {@code FaultTable FAULT AGENT ...}: one fault with each of the agents, a line of the table each. */
public final class FaultTable {
    private static final List<Map.Entry<String, String>> BAD_VALUES = List.of(
            Map.entry("OTEL_BSP_MAX_QUEUE_SIZE", "abc"),
            Map.entry("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "-1"),
            Map.entry("OTEL_TRACES_SAMPLER", "bogus"),
            Map.entry("OTEL_TRACES_SAMPLER_ARG", "xyz"),
            Map.entry("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"),
            Map.entry("OTEL_EXPORTER_OTLP_TIMEOUT", "10x"),
            Map.entry("OTEL_EXPORTER_OTLP_HEADERS", "noequals"),
            Map.entry("OTEL_RESOURCE_ATTRIBUTES", "bad"),
            Map.entry("OTEL_PROPAGATORS", "bogus"),
            Map.entry("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "-5"));

    private FaultTable() {}

    public static void main(String[] args) throws Exception {
        for (String agent : List.of(args).subList(1, args.length)) {
            String name = agent.isEmpty() ? "no agent" : agent.contains("opentelemetry") ? "OpenTelemetry" : "ours";
            System.out.println(
                    args[0] + " | " + name + " | " + (args[0].equals("bad") ? badValues(agent) : row(args[0], agent)));
        }
    }

    private static String row(String fault, String agent) throws Exception {
        return switch (fault) {
            case "none" -> run(agent, 1000, 200, 0, Fault.OK, 0, 0);
            case "503" -> run(agent, 6000, 200, 5, Fault.UNAVAILABLE, 5, 25);
            case "down" -> run(agent, 350_000, 5000, 5, Fault.DOWN, 5, 65);
            case "down-long" -> run(agent, 350_000, 5000, 45, Fault.DOWN, 5, 65);
            case "301" -> run(agent, 1000, 200, 0, Fault.MOVED, 0, 3600);
            case "cut" -> run(agent, 2000, 200, 6, Fault.CUT_HALF, 0, 3600);
            case "retry-after" -> run(agent, 1000, 200, 30, Fault.RETRY_AFTER_20, 0, 20);
            case "burst" -> run(agent, 200_000, 0, 0, Fault.OK, 0, 0);
            case "hang" -> run(agent, 1000, 1000, 0, Fault.HANG, 0, 3600);
            case "refused" -> run(agent, 1000, 1000, 0, Fault.DOWN, 0, 3600);
            default -> throw new IllegalArgumentException(fault);
        };
    }

    /** The fault lasts from one second of the load to another. */
    private static String run(String agent, long count, long rate, long tail, Fault fault, long from, long to)
            throws Exception {
        Fault first = from == 0 && to > 0 ? fault : Fault.OK;
        try (Run run = new Run(agent, Map.of(), count, rate, tail, first)) {
            run.awaitReady();
            Thread schedule = new Thread(() -> {
                try {
                    Thread.sleep(from * 1000);
                    run.receiver.fault(to > 0 ? fault : Fault.OK);
                    Thread.sleep((to - from) * 1000);
                    run.receiver.fault(Fault.OK);
                } catch (InterruptedException e) {
                    // the run is over
                }
            });
            schedule.setDaemon(true);
            schedule.start();
            run.awaitEnd();
            schedule.interrupt();
            schedule.join();
            return run.row();
        }
    }

    /** Makes runs with one bad value each, and says in how many of them all spans arrived. */
    private static String badValues(String agent) throws Exception {
        int whole = 0;
        StringBuilder failed = new StringBuilder();
        for (Map.Entry<String, String> bad : BAD_VALUES) {
            Map<String, String> environment = bad.getKey().equals("OTEL_TRACES_SAMPLER_ARG")
                    ? Map.of("OTEL_TRACES_SAMPLER", "traceidratio", bad.getKey(), bad.getValue())
                    : Map.of(bad.getKey(), bad.getValue());
            try (Run run = new Run(agent, environment, 100, 0, 0, Fault.OK)) {
                run.awaitReady();
                run.awaitEnd();
                if (run.receiver.distinct() == 100) {
                    whole++;
                } else {
                    failed.append(' ').append(bad.getKey());
                }
            }
        }
        return "all spans delivered in " + whole + " of " + BAD_VALUES.size() + " runs"
                + (failed.length() == 0 ? "" : "; not with" + failed);
    }
}
