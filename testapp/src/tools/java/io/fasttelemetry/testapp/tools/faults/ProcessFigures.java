/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a process that runs: memory, threads, descriptors, processor time since its start in ticks of 10
 * ms.
 */
record ProcessFigures(long rssMegabytes, long threads, long descriptors, long cpuTicks) {
    static ProcessFigures of(long pid) throws IOException {
        Path proc = Path.of("/proc/" + pid);
        String[] open = proc.resolve("fd").toFile().list();
        return parse(
                Files.readString(proc.resolve("status")),
                Files.readString(proc.resolve("stat")),
                open == null ? 0 : open.length);
    }

    /** Reads the texts of the files {@code status} and {@code stat}. */
    static ProcessFigures parse(String status, String stat, long descriptors) {
        long rss = 0;
        long threads = 0;
        for (String line : status.lines().toList()) {
            if (line.startsWith("VmRSS:")) {
                rss = Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            } else if (line.startsWith("Threads:")) {
                threads = Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        // The name of the program stands in brackets and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessFigures(rss, threads, descriptors, Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }
}
