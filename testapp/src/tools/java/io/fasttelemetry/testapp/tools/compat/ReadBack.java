/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.compat;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code ReadBack QUERY_URL SERVICE AGENT_LOG PARENT CHILD [COLLECTOR_LOG]}: asks Jaeger for the traces of a service
 * until it shows as many spans as the agent has exported, and checks that every parent is there, that some CHILD is a
 * child of a PARENT, and that the Collector has logged as many spans. Exit code 0 if so.
 */
public final class ReadBack {
    private static final long WAIT_NANOS = 10_000_000_000L;

    private ReadBack() {}

    public static void main(String[] args) throws Exception {
        ClosingMessage closing = ClosingMessage.find(Files.readString(Path.of(args[2])))
                .orElseThrow(() -> new IllegalStateException("the agent said nothing at its end"));
        System.out.println(closing.text());
        JaegerTraces traces = new JaegerTraces();
        String url = args[0] + "/api/traces?limit=1500&lookback=1h&service=" + args[1];
        long start = System.nanoTime();
        do {
            Thread.sleep(200);
            traces.add(get(url));
        } while (traces.size() < closing.exported() && System.nanoTime() - start < WAIT_NANOS);

        traces.edges().forEach((edge, count) -> System.out.println("    " + count + " x " + edge));
        boolean fine = traces.size() == closing.exported()
                && closing.exported() > 0
                && traces.orphans() == 0
                && traces.edges().containsKey(args[3] + " > " + args[4]);
        System.out.println(args[1] + ": sent=" + closing.exported() + " read=" + traces.size() + " roots="
                + traces.roots() + " orphans=" + traces.orphans() + (fine ? " ok" : " FAILED"));
        if (args.length > 5) {
            long logged = Files.readString(Path.of(args[5]))
                    .lines()
                    .filter(line -> line.startsWith("Span #"))
                    .count();
            System.out.println("collector: sent=" + closing.exported() + " logged=" + logged);
            fine &= logged == closing.exported();
        }
        System.exit(fine ? 0 : 1);
    }

    private static String get(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
