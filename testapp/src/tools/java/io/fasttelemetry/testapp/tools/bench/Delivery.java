/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.bench;

import java.util.List;
import java.util.Locale;

/** How many of the spans that were started have arrived, in all runs of a row. */
record Delivery(long started, long delivered) {
    static Delivery of(List<BenchRun> runs) {
        long started = 0;
        long delivered = 0;
        for (BenchRun run : runs) {
            started += (long) run.result("started");
            delivered += (long) run.result("delivered");
        }
        return new Delivery(started, delivered);
    }

    @Override
    public String toString() {
        return started == delivered
                ? "all " + started
                : String.format(Locale.ROOT, "%d of %d (%.1f %%)", delivered, started, 100.0 * delivered / started);
    }
}
