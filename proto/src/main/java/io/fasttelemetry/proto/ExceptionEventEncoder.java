/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * Writes the event that tells of an exception (semantic conventions, trace/exceptions).
 *
 * <p>The thread that owns the request. Text over its limit is cut at a code point. An attribute that is null is left
 * out.
 */
public final class ExceptionEventEncoder {
    private static final AttributeKey TYPE = AttributeKey.of("exception.type");
    private static final AttributeKey MESSAGE = AttributeKey.of("exception.message");
    private static final AttributeKey STACKTRACE = AttributeKey.of("exception.stacktrace");

    private ExceptionEventEncoder() {}

    /**
     * Writes a whole event.
     *
     * @param maxMessageBytes of the message, and of the type as well
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
