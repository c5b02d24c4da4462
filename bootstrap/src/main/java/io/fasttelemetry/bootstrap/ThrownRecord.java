/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Record of the Throwable that ended a span: its class's name, the message that it had at that moment, and the
 * Throwable itself as long as memory allows and the span is not drained. Made by {@link ThrownRecords} on the throwing
 * thread, on an exceptional exit only; read by the export thread, during {@link SpanVisitor#visit}. Immutable, except
 * that the Throwable is cleared.
 */
public final class ThrownRecord {
    /** Max chars of a message; a longer one is cut. */
    public static final int MAX_MESSAGE_LENGTH = 8 * 1024;

    /** The class of the Throwable. */
    public final ThrownType type;

    /** Bytes that this record counts for. */
    final int bytes;

    /** Null if the Throwable was not kept. */
    final ThrownHold hold;

    private final ThrownRecords owner;
    private final String message;
    private final boolean messageKnown;

    ThrownRecord(
            ThrownRecords owner, ThrownType type, ThrownHold hold, String message, boolean messageKnown, int bytes) {
        this.owner = owner;
        this.type = type;
        this.hold = hold;
        this.message = message;
        this.messageKnown = messageKnown;
        this.bytes = bytes;
    }

    /** Makes a record that no bound counts, whose message is known or still to be read; for use without a recorder. */
    public static ThrownRecord of(Throwable thrown, String message, boolean messageKnown) {
        return new ThrownRecord(
                null, ThrownType.of(thrown.getClass()), new ThrownHold(thrown), message, messageKnown, 0);
    }

    /** Whether {@link #message} was read when the Throwable was thrown; if not, it has not been read at all. */
    public boolean isMessageKnown() {
        return messageKnown;
    }

    /** The message at that moment, at most {@link #MAX_MESSAGE_LENGTH} chars, or null. */
    public String message() {
        return message;
    }

    /**
     * The Throwable, or null if it was not kept or is gone. It is the application's object: callers must not keep it.
     */
    public Throwable throwable() {
        return hold == null ? null : hold.get();
    }

    /** Whether the other record is known to be of the same Throwable, which requires that the Throwable was kept. */
    public boolean isOfSameThrowable(ThrownRecord other) {
        return hold != null && other != null && hold == other.hold;
    }

    /** Releases what this record keeps. Called by the consumer after its visitor has seen the record. */
    void release() {
        if (owner != null) {
            owner.giveBack(this);
        }
    }

    /** Cuts a text to {@link #MAX_MESSAGE_LENGTH} chars, without leaving half of a surrogate pair at the end. */
    public static String cut(String text) {
        if (text == null || text.length() <= MAX_MESSAGE_LENGTH) {
            return text;
        }
        boolean half = Character.isHighSurrogate(text.charAt(MAX_MESSAGE_LENGTH - 1));
        return text.substring(0, half ? MAX_MESSAGE_LENGTH - 1 : MAX_MESSAGE_LENGTH);
    }
}
