/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.List;

/** A decoded span on its way into the store. Times are in nanoseconds since 1970. Not thread-safe. */
final class ReceivedSpan {
    /** An event, or, if {@code spanId} is set, a link. */
    static final class Part {
        long timeNanos;
        String name = "";
        long traceHigh;
        long traceLow;
        long spanId;
        final Attributes attributes = new Attributes();
    }

    long traceHigh;
    long traceLow;
    long id;
    long parentId;
    long startNanos;
    long endNanos;
    String name = "";
    int kind;
    int status;
    String statusMessage = "";
    String traceState = "";
    Origin origin;
    final Attributes attributes = new Attributes();
    final List<Part> events = new ArrayList<>(0);
    final List<Part> links = new ArrayList<>(0);

    /** Whether both ids are as OpenTelemetry wants them: not zero. */
    boolean isValid() {
        return (traceHigh != 0 || traceLow != 0) && id != 0;
    }
}
