/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.bench;

import io.fasttelemetry.testapp.tools.Figures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process of a benchmark printed. Filled by {@link RawFigures}, read by the tables; not safe for threads.
 *
 * <p>{@code key} is what the mode varies beside the agent: the threads, or the spans a second; {@code burst} the
 * spans of a burst.
 */
final class BenchRun {
    final String mode;
    final String key;
    final String burst;
    final String agent;
    /** By name, such as {@code traced}; a sample is one value or several. */
    private final Map<String, List<double[]>> samples = new HashMap<>();

    private final Map<String, Double> results = new HashMap<>();

    BenchRun(String mode, String key, String burst, String agent) {
        this.mode = mode;
        this.key = key;
        this.burst = burst;
        this.agent = agent;
    }

    void addSample(String name, double... values) {
        samples.computeIfAbsent(name, any -> new ArrayList<>()).add(values);
    }

    void addResult(String name, double value) {
        results.put(name, value);
    }

    boolean has(String name) {
        return results.containsKey(name);
    }

    /** @throws IllegalArgumentException if the process did not print that result */
    double result(String name) {
        Double value = results.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    mode + " of " + agent + " has no result " + name + ": " + results.keySet());
        }
        return value;
    }

    /** One column of the samples of all these runs together. */
    static Figures samples(List<BenchRun> runs, String name, int column) {
        return Figures.of(runs.stream()
                .flatMap(run -> run.samples.getOrDefault(name, List.of()).stream())
                .map(values -> values[column])
                .toList());
    }

    /** One result of each of these runs. */
    static Figures results(List<BenchRun> runs, String name) {
        return Figures.of(runs.stream().map(run -> run.result(name)).toList());
    }
}
