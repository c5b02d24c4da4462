/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the agent says, caught instead of printed; lines of other writers are left out. */
public final class StandardErr implements AutoCloseable {
    private final PrintStream original = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public StandardErr() {
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    public List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("fast-telemetry"))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(original);
    }
}
