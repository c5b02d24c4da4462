/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.List;

/** What one request held. Not thread-safe. */
final class ReceivedBatch {
    final List<ReceivedSpan> spans = new ArrayList<>();

    /** The origins met, also those without a span: their scopes may say what the sender dropped. */
    final List<Origin> origins = new ArrayList<>();

    /** Spans without a valid trace id or span id. */
    int invalid;

    void add(ReceivedSpan span) {
        if (span.isValid()) {
            spans.add(span);
        } else {
            invalid++;
        }
    }
}
