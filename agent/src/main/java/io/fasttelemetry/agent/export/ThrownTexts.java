/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.ExceptionCaller;
import io.fasttelemetry.bootstrap.ThrownRecord;
import io.fasttelemetry.bootstrap.ThrownType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;

/**
 * Reads messages and stack traces of recorded exceptions, and classifies their classes for the recorder. Owned by the
 * export thread, which calls no method of an exception itself: another thread does. If that takes longer than {@value
 * #MAX_MILLIS} ms, this exception and all later ones of its class are sent without the text.
 */
public final class ThrownTexts {
    private static final int MAX_MILLIS = 250;
    private static final long MAX_NANOS = MAX_MILLIS * 1_000_000L;

    /** Made when it is needed, on the export thread. */
    private ExceptionCaller caller;

    private ThrownRecord last;
    private WeakReference<Throwable> lastThrown = new WeakReference<>(null);
    private String message;
    private String stackTrace;

    /** Reads the texts of a record; they are valid until the next call. */
    public void read(ThrownRecord thrown, boolean withStackTrace) {
        classify(thrown.type);
        Throwable object = thrown.throwable();
        boolean again = thrown.isOfSameThrowable(last) || (object != null && object == lastThrown.get());
        stackTrace = null;
        if (thrown.isMessageKnown()) {
            message = thrown.message();
        } else if (object != null) {
            message = ask(thrown.type, new ExceptionCaller.Call(object));
            if (message == null) {
                message = ThrownType.messageField(object);
            }
        } else if (!again) {
            message = null; // for a repeated one, the first record's message stays
        }
        message = ThrownRecord.cut(message);
        // An exception that passes through many methods ends all their spans. The innermost ends first, and it alone
        // gets the stack trace.
        if (withStackTrace && object != null && !again) {
            stackTrace = ask(thrown.type, new StackTraceCall(object, message, thrown.isMessageKnown()));
        }
        last = thrown;
        if (object != null && !again) {
            lastThrown = new WeakReference<>(object);
        }
    }

    /** The message, or null. */
    public String message() {
        return message;
    }

    /** The stack trace, or null if it is unknown or was given for an earlier record. */
    public String stackTrace() {
        return stackTrace;
    }

    private String ask(ThrownType type, ExceptionCaller.Call call) {
        if (!type.mayBeAsked()) {
            return null;
        }
        if (caller == null) {
            ExceptionCaller fresh = new ExceptionCaller();
            fresh.prepare();
            caller = fresh;
        }
        if (caller.run(call, MAX_NANOS, MAX_NANOS, true)) {
            return call.text();
        }
        if (call.isLate()) {
            type.giveUp();
        }
        return null;
    }

    /**
     * Records whether a class of exceptions overrides {@code getMessage}. Resolves that one method: all of them, as
     * reflection does, would load the classes that they mention.
     */
    static void classify(ThrownType type) {
        if (!type.isUnknown()) {
            return;
        }
        Class<?> declaring = null;
        try {
            Class<?> thrown = type.get();
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(thrown, MethodHandles.lookup());
            MethodHandle method = lookup.findVirtual(thrown, "getMessage", MethodType.methodType(String.class));
            declaring = lookup.revealDirect(method).getDeclaringClass();
        } catch (Throwable t) {
            // in a closed module, for instance; then it is treated as overridden
        }
        type.declaredIn(declaring);
    }

    private static final class StackTraceCall extends ExceptionCaller.Call {
        private static final long serialVersionUID = 1L;
        private final String message;
        private final boolean messageKnown;

        StackTraceCall(Throwable thrown, String message, boolean messageKnown) {
            super(thrown);
            this.message = message;
            this.messageKnown = messageKnown;
        }

        @Override
        protected String ask(Throwable thrown) {
            return messageKnown ? ExceptionText.stackTrace(thrown, message) : ExceptionText.stackTrace(thrown);
        }
    }
}
