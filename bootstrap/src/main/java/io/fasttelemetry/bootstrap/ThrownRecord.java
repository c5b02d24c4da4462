/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * What is kept of the Throwable that ended a span: its class's name, the message that it had at that moment, and
 * itself for as long as memory allows and the span is not drained. Made by {@link ThrownRecords} on the throwing
 * thread, on an exceptional exit only; read by the export thread, during {@link SpanVisitor#visit}. Immutable but for
 * the Throwable, which goes.
 */
public final class ThrownRecord {
    /** In chars; what is longer is cut. */
    public static final int MAX_MESSAGE_LENGTH = 8 * 1024;

    /** Its class. */
    public final ThrownType type;

    /** What it weighs among all that exceptions keep. */
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

    /** A record outside of all bounds, whose message is known or still to be asked for; for whoever has no recorder. */
    public static ThrownRecord of(Throwable thrown, String message, boolean messageKnown) {
        return new ThrownRecord(
                null, ThrownType.of(thrown.getClass()), new ThrownHold(thrown), message, messageKnown, 0);
    }

    /** Whether {@link #message} is what the Throwable said when it was thrown; otherwise nobody has asked it. */
    public boolean isMessageKnown() {
        return messageKnown;
    }

    /** The message at that moment, at most {@link #MAX_MESSAGE_LENGTH} chars, or null. */
    public String message() {
        return message;
    }

    /** The Throwable, or null if it was not kept, or no longer is. An object of the application: not to be kept. */
    public Throwable throwable() {
        return hold == null ? null : hold.get();
    }

    /** Whether the other record is known to be of the same Throwable; for one that was not kept that can't be told. */
    public boolean isOfSameThrowable(ThrownRecord other) {
        return hold != null && other != null && hold == other.hold;
    }

    /** Gives back what is kept here. The consumer, once its visitor has seen the record. */
    void release() {
        if (owner != null) {
            owner.giveBack(this);
        }
    }

    /** At most {@link #MAX_MESSAGE_LENGTH} chars, and no half of a surrogate pair at the end. */
    public static String cut(String text) {
        if (text == null || text.length() <= MAX_MESSAGE_LENGTH) {
            return text;
        }
        boolean half = Character.isHighSurrogate(text.charAt(MAX_MESSAGE_LENGTH - 1));
        return text.substring(0, half ? MAX_MESSAGE_LENGTH - 1 : MAX_MESSAGE_LENGTH);
    }
}
