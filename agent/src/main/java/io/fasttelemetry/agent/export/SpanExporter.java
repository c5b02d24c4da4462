/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.SpanVisitor;

/** Takes drained spans and exports them. Every method but {@link #cancel} is called by the export thread alone. */
public interface SpanExporter extends SpanVisitor {
    /** Initialises what could not be initialised a second time. Called before all other methods. */
    default void initialise() {}

    /** Makes what the first span needs. Throws if that is not possible now; may be called again then. */
    default void prepare() {}

    /** Whether more spans may be drained into it now; if not, they stay in the span collector. */
    boolean hasRoom();

    /** Makes everything visited so far ready to be delivered, even if it is less than a batch. */
    void flush();

    /** Delivers one batch if one is ready and due. */
    void deliver();

    /** Delivers one batch if one is ready, due or not. */
    void deliverNow();

    /**
     * When {@link #deliver} has something to do: nanoseconds from now, 0 for at once, {@link Long#MAX_VALUE} for
     * not before more spans come.
     */
    long nanosUntilDue();

    /** Delivers all that is left, as far as the deadline allows, and counts the rest as dropped. */
    void finish(long deadlineNanos);

    /** Spans visited and neither delivered nor dropped. */
    long queuedCount();

    /** Ends the request under way, if there is one. Any thread. */
    void cancel();
}
