/* SPDX-License-Identifier: Apache-2.0 */

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
            System.out.println(args[0] + " | " + name + " | " + (args[0].equals("bad") ? badValues(agent) : fault(args[0], agent)));
        }
    }

    private static String fault(String fault, String agent) throws Exception {
        switch (fault) {
            case "none":
                return run(agent, 1000, 200, 0, FaultyReceiver.Mode.OK, 0, 0);
            case "503":
                return run(agent, 6000, 200, 5, FaultyReceiver.Mode.UNAVAILABLE, 5, 25);
            case "down":
                return run(agent, 350_000, 5000, 5, FaultyReceiver.Mode.DOWN, 5, 65);
            case "down-long":
                return run(agent, 350_000, 5000, 45, FaultyReceiver.Mode.DOWN, 5, 65);
            case "301":
                return run(agent, 1000, 200, 0, FaultyReceiver.Mode.MOVED, 0, 3600);
            case "cut":
                return run(agent, 2000, 200, 6, FaultyReceiver.Mode.CUT_HALF, 0, 3600);
            case "retry-after":
                return run(agent, 1000, 200, 30, FaultyReceiver.Mode.RETRY_AFTER_20, 0, 20);
            case "burst":
                return run(agent, 200_000, 0, 0, FaultyReceiver.Mode.OK, 0, 0);
            case "hang":
                return run(agent, 1000, 1000, 0, FaultyReceiver.Mode.HANG, 0, 3600);
            case "refused":
                return run(agent, 1000, 1000, 0, FaultyReceiver.Mode.DOWN, 0, 3600);
            default:
                throw new IllegalArgumentException(fault);
        }
    }

    /** The fault lasts from one second of the load to another. */
    private static String run(
            String agent, long count, long rate, long tail, FaultyReceiver.Mode mode, long from, long to)
            throws Exception {
        FaultyReceiver.Mode first = from == 0 && to > 0 ? mode : FaultyReceiver.Mode.OK;
        try (Run run = new Run(agent, Map.of(), count, rate, tail, first)) {
            run.awaitReady();
            Thread schedule = new Thread(() -> {
                try {
                    Thread.sleep(from * 1000);
                    run.receiver.mode(to > 0 ? mode : FaultyReceiver.Mode.OK);
                    Thread.sleep((to - from) * 1000);
                    run.receiver.mode(FaultyReceiver.Mode.OK);
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

    /** Of so many runs with one bad value each: in how many all spans arrived. */
    private static String badValues(String agent) throws Exception {
        int whole = 0;
        StringBuilder failed = new StringBuilder();
        for (Map.Entry<String, String> bad : BAD_VALUES) {
            Map<String, String> environment = bad.getKey().equals("OTEL_TRACES_SAMPLER_ARG")
                    ? Map.of("OTEL_TRACES_SAMPLER", "traceidratio", bad.getKey(), bad.getValue())
                    : Map.of(bad.getKey(), bad.getValue());
            try (Run run = new Run(agent, environment, 100, 0, 0, FaultyReceiver.Mode.OK)) {
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
