/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * The intake of Elastic's agent: a line of JSON each, {@code {"transaction":…}}, {@code {"span":…}} or something
 * else.
 */
final class ElasticEvents {
    private ElasticEvents() {}

    /** Reads to the end, and reports the transactions and spans of each part that came. */
    static void countSpans(InputStream body, LongConsumer counter) throws IOException {
        byte[] buffer = new byte[1 << 14];
        int column = 0;
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            long spans = 0;
            for (int i = 0; i < n; i++) {
                byte b = buffer[i];
                if (b == '\n') {
                    column = 0;
                } else if (column++ == 2 && (b == 't' || b == 's')) {
                    spans++;
                }
            }
            counter.accept(spans);
        }
    }
}
