/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

/**
 * Why a span that was started never reached the receiver. {@link #word} is its name in the closing message, {@code
 * status}, the metrics and the attributes on requests.
 */
public enum DropReason {
    /** A whole trace was not begun, because the buffers were running full. */
    LOAD_SHED("load_shed"),
    /** The buffers were full when the span ended. */
    QUEUE_FULL("queue_full"),
    /** The receiver gave a final answer that is no success. */
    REFUSED("refused"),
    /** The receiver took the request but not this span ({@code partial_success.rejected_spans}). */
    REJECTED("rejected"),
    /** The process ended before the span could be sent. */
    SHUTDOWN("shutdown"),
    /** An error inside the recorder or the encoder. */
    ERROR("error");

    private static final DropReason[] ALL = values();

    private final String word;

    DropReason(String word) {
        this.word = word;
    }

    /** All reasons, in the order in which they are reported. Not to be changed by the caller. */
    static DropReason[] all() {
        return ALL;
    }

    /** Its place in {@link #all}. */
    @SuppressWarnings("EnumOrdinal") // used as an array index only
    int index() {
        return ordinal();
    }

    /** The reason as all reports spell it. */
    public String word() {
        return word;
    }
}
