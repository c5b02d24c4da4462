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

    /**
     * Delivers what is ready and due. What this begins may end later, on another thread; the export thread is woken
     * then, and the next call takes the result.
     */
    void deliver();

    /** Delivers what is ready, due or not. */
    void deliverNow();

    /**
     * When {@link #deliver} has something to do: nanoseconds from now, 0 for at once, {@link Long#MAX_VALUE} for not
     * before more spans come or what is under way has ended.
     */
    long nanosUntilDue();

    /** Whether {@link #deliver} should be called before more spans are visited. */
    default boolean isUrgent() {
        return nanosUntilDue() == 0;
    }

    /** Begins the end: whatever is delivered from now on is bound by this deadline, and no longer delayed. */
    default void beginFinish(long deadlineNanos) {}

    /** Delivers all that is left, as far as the deadline allows, and counts the rest as dropped. */
    void finish(long deadlineNanos);

    /** Spans visited and neither delivered nor dropped. */
    long queuedCount();

    /** Ends the requests under way. Any thread. */
    void cancel();
}
