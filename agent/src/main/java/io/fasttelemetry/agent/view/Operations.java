/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of each operation, a name within a service, over all spans of the traces that match. Under the store's read
 * lock.
 */
final class Operations {
    private static final int MAX_OPERATIONS = 2000;
    private static final int BINS = 24;

    private final Dictionary dictionary;
    private final Map<Long, Operation> operations = new HashMap<>();
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    private Operations(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Calls of one operation. */
    private static final class Operation {
        final int service;
        final int name;
        long[] durations = new long[8];
        int calls;
        int errors;
        double totalNanos;
        double selfNanos;

        Operation(int service, int name) {
            this.service = service;
            this.name = name;
        }

        void add(Span span) {
            if (calls == durations.length) {
                durations = Arrays.copyOf(durations, calls * 2);
            }
            durations[calls++] = span.durationNanos();
            errors += span.isError() ? 1 : 0;
            totalNanos += span.durationNanos();
            selfNanos += span.selfNanos;
        }

        /** The smallest duration that this part of the calls does not exceed. The durations are sorted. */
        long percentile(double part) {
            return durations[Math.max(0, (int) Math.ceil(calls * part) - 1)];
        }
    }

    static Operations of(TraceStore store, Filter filter) {
        Operations all = new Operations(store.dictionary());
        for (Trace trace : TraceList.matching(store, filter)) {
            SelfTimes.settle(trace);
            all.firstNanos = Math.min(all.firstNanos, trace.startNanos());
            all.lastNanos = Math.max(all.lastNanos, trace.startNanos() + trace.durationNanos());
            for (int i = 0; i < trace.size(); i++) {
                Span span = trace.span(i);
                long key = (long) span.service << 32 | span.name;
                all.operations
                        .computeIfAbsent(key, none -> new Operation(span.service, span.name))
                        .add(span);
            }
        }
        return all;
    }

    JsonWriter write(JsonWriter json) {
        List<Operation> sorted = new ArrayList<>(operations.values());
        sorted.sort(Comparator.comparingDouble((Operation operation) -> operation.selfNanos)
                .reversed());
        double seconds = sorted.isEmpty() ? 0 : (lastNanos - firstNanos) / 1e9;
        json.field("count", sorted.size()).key("seconds").decimal(seconds);
        json.key("operations").array();
        for (Operation operation : sorted.subList(0, Math.min(sorted.size(), MAX_OPERATIONS))) {
            write(json, operation);
        }
        return json.endArray();
    }

    private void write(JsonWriter json, Operation operation) {
        Arrays.sort(operation.durations, 0, operation.calls);
        json.object().field("service", TraceList.cut(dictionary.text(operation.service)));
        json.field("name", TraceList.cut(dictionary.text(operation.name)));
        json.field("calls", operation.calls).field("errors", operation.errors);
        json.field("p50", operation.percentile(.5)).field("p95", operation.percentile(.95));
        json.field("p99", operation.percentile(.99)).field("max", operation.percentile(1));
        json.key("total").decimal(operation.totalNanos).key("self").decimal(operation.selfNanos);
        histogram(json, operation);
        json.endObject();
    }

    /** Counts of calls in bins of equal ratio between the shortest and the longest. */
    private static void histogram(JsonWriter json, Operation operation) {
        double low = logarithm(operation.durations[0]);
        double width = (logarithm(operation.percentile(1)) - low) / BINS;
        int[] bins = new int[BINS];
        for (int i = 0; i < operation.calls; i++) {
            double place = width == 0 ? 0 : (logarithm(operation.durations[i]) - low) / width;
            bins[Math.min(BINS - 1, (int) place)]++;
        }
        json.field("min", operation.durations[0]).key("histogram").array();
        for (int bin : bins) {
            json.value(bin);
        }
        json.endArray();
    }

    private static double logarithm(long nanos) {
        return Math.log((double) Math.max(1, nanos));
    }
}
