/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * Writes the event for an exception (semantic conventions, trace/exceptions).
 *
 * <p>Used by the thread that owns the request. Text over its limit is cut at a code point. An attribute that is null is
 * left out.
 */
public final class ExceptionEventEncoder {
    private static final AttributeKey TYPE = AttributeKey.of("exception.type");
    private static final AttributeKey MESSAGE = AttributeKey.of("exception.message");
    private static final AttributeKey STACKTRACE = AttributeKey.of("exception.stacktrace");

    private ExceptionEventEncoder() {}

    /**
     * Writes a whole event.
     *
     * @param maxMessageBytes max bytes of the message, and of the type
     */
    public static void write(
            SpanEncoder span,
            long timeEpochNanos,
            CharSequence type,
            CharSequence message,
            CharSequence stacktrace,
            int maxMessageBytes,
            int maxStacktraceBytes) {
        EventEncoder event = span.event();
        event.begin(timeEpochNanos, "exception");
        event.attributes().write(TYPE, type, maxMessageBytes);
        event.attributes().write(MESSAGE, message, maxMessageBytes);
        event.attributes().write(STACKTRACE, stacktrace, maxStacktraceBytes);
        event.end();
    }
}
