/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The raw figures that the scripts gather, a line each. {@code run MODE KEY BURST AGENT} begins a run, and what
 * follows is its own: {@code sample NAME VALUE...}, {@code result NAME VALUE}. AGENT may hold blanks. Anything else
 * is an error.
 */
final class RawFigures {
    private RawFigures() {}

    /** @throws IllegalArgumentException if a line is something else */
    static List<BenchRun> parse(Stream<String> lines) {
        List<BenchRun> runs = new ArrayList<>();
        lines.filter(line -> !line.isBlank()).forEach(line -> {
            String[] words = line.split(" ", -1);
            if (words[0].equals("run") && words.length > 4) {
                String[] parts = line.split(" ", 5);
                runs.add(new BenchRun(parts[1], parts[2], parts[3], parts[4]));
            } else if (words[0].equals("sample") && words.length > 2 && !runs.isEmpty()) {
                double[] values = new double[words.length - 2];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.parseDouble(words[i + 2]);
                }
                last(runs).addSample(words[1], values);
            } else if (words[0].equals("result") && words.length == 3 && !runs.isEmpty()) {
                last(runs).addResult(words[1], Double.parseDouble(words[2]));
            } else {
                throw new IllegalArgumentException("not a raw figure: " + line);
            }
        });
        return runs;
    }

    private static BenchRun last(List<BenchRun> runs) {
        return runs.get(runs.size() - 1);
    }
}
