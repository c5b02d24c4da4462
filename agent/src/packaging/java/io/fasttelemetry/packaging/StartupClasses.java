/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Which block of the jar a class belongs to. What of the libraries is needed early was recorded by {@code
 * src/packaging/record-startup}; a list that is out of date costs time at start and nothing else.
 */
final class StartupClasses {
    private final Set<String> recorded;

    private StartupClasses(Set<String> recorded) {
        this.recorded = recorded;
    }

    static StartupClasses read(Path list) throws IOException {
        Set<String> names = new HashSet<>();
        for (String line : Files.readAllLines(list)) {
            names.add(line.replace('.', '/'));
        }
        return new StartupClasses(names);
    }

    /** Name of the block. */
    String blockOf(String name) {
        if (name.startsWith("io/fasttelemetry/agent/export/transport/okhttp/")
                || name.startsWith("io/fasttelemetry/agent/standin/")) {
            return "sending.classes";
        }
        if (name.startsWith("io/fasttelemetry/agent/")) {
            return "start.classes";
        }
        if (!recorded.contains(name)) {
            return "rest.classes";
        }
        return name.startsWith("org/objectweb/asm/") ? "weaving.classes" : "sending.classes";
    }
}
