/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

/** A clock that the test turns. A wait asks the test for answers first; without any, it passes at once. */
final class VirtualClock extends ExportClock {
    /** What happens while the export thread waits: true if it is woken. */
    interface Script {
        boolean wakes();
    }

    /** Begins where a step of minutes wraps around. */
    private long now = Long.MAX_VALUE - 1_000_000_000L;

    Script script = () -> false;

    @Override
    long nanoTime() {
        return now;
    }

    void advance(long nanos) {
        now += nanos;
    }

    @Override
    void await(long nanos) {
        if (!script.wakes()) {
            now += nanos;
        }
    }
}
