/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import io.fasttelemetry.agent.ClassBlock;
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

    StartupClasses(Set<String> recorded) {
        this.recorded = recorded;
    }

    /** One binary name a line. */
    static StartupClasses read(Path list) throws IOException {
        return new StartupClasses(new HashSet<>(Files.readAllLines(list)));
    }

    /** Number of the block of a class with this binary name, which is not one of the recorder's. */
    int blockOf(String name) {
        boolean early = name.startsWith("io.fasttelemetry.") || recorded.contains(name);
        return early ? ClassBlock.blockOf(name) : ClassBlock.REST;
    }
}
