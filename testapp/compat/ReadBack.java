/* SPDX-License-Identifier: Apache-2.0 */

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code java ReadBack.java QUERY_URL SERVICE SPANS PARENT CHILD}: asks Jaeger for the traces of a service until it shows
 * that many spans, and checks that every parent is there and that some CHILD is a child of a PARENT.
 */
public final class ReadBack {
    private static final Pattern SPAN = Pattern.compile("\\{\"traceID\":\"(\\w+)\",\"spanID\":\"(\\w+)\"(?:,\"flags\":\\d+)?"
            + ",\"operationName\":\"([^\"]*)\",\"references\":\\[(.*?)\\]");
    private static final Pattern PARENT = Pattern.compile("\"spanID\":\"(\\w+)\"");

    private ReadBack() {}

    public static void main(String[] args) throws Exception {
        int wanted = Integer.parseInt(args[2]);
        String url = args[0] + "/api/traces?limit=1500&lookback=1h&service=" + args[1];
        long deadlineNanos = System.nanoTime() + 10_000_000_000L;
        Map<String, String> names = new HashMap<>();
        Map<String, String> parents = new HashMap<>();
        do {
            Thread.sleep(200);
            read(get(url), names, parents);
        } while (names.size() < wanted && System.nanoTime() < deadlineNanos);

        Map<String, Integer> edges = new TreeMap<>();
        int orphans = 0;
        for (Map.Entry<String, String> child : parents.entrySet()) {
            String parent = names.get(child.getValue());
            if (parent == null) {
                orphans++;
            } else {
                edges.merge(parent + " > " + names.get(child.getKey()), 1, Integer::sum);
            }
        }
        edges.forEach((edge, count) -> System.out.println("    " + count + " x " + edge));
        boolean fine = names.size() == wanted && orphans == 0 && edges.containsKey(args[3] + " > " + args[4]);
        System.out.println(args[1] + ": sent=" + wanted + " read=" + names.size() + " roots="
                + (names.size() - parents.size()) + " orphans=" + orphans + (fine ? " ok" : " FAILED"));
        System.exit(fine ? 0 : 1);
    }

    private static void read(String json, Map<String, String> names, Map<String, String> parents) {
        Matcher span = SPAN.matcher(json);
        while (span.find()) {
            String key = span.group(1) + span.group(2);
            names.put(key, span.group(3));
            Matcher parent = PARENT.matcher(span.group(4));
            if (parent.find()) {
                parents.put(key, span.group(1) + parent.group(1));
            }
        }
    }

    private static String get(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
