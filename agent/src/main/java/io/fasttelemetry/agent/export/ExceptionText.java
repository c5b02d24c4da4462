/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.ThrownRecord;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Builds the stack trace of a Throwable, bounded in length. The methods of a Throwable are the application's code: they
 * may throw, return nonsense, recurse or form cycles, and none of that reaches the caller. They may also never return,
 * so {@link ThrownTexts} calls them on another thread.
 */
public final class ExceptionText {
    /** In chars here; the encoder cuts to as many bytes. */
    public static final int MAX_MESSAGE_LENGTH = ThrownRecord.MAX_MESSAGE_LENGTH;
    /** In chars here; the encoder cuts to as many bytes. */
    public static final int MAX_STACK_TRACE_LENGTH = 32 * 1024;

    private ExceptionText() {}

    /** The stack trace with causes and suppressed exceptions, in the form of {@link Throwable#printStackTrace()}. */
    static String stackTrace(Throwable thrown) {
        return stackTraceFrom(thrown, null);
    }

    /**
     * The stack trace of a Throwable whose message was this one, or null, when it was thrown, even if it has changed
     * since.
     */
    static String stackTrace(Throwable thrown, String message) {
        return stackTraceFrom(thrown, usual(thrown.getClass().getName(), message));
    }

    private static String stackTraceFrom(Throwable thrown, String headline) {
        StringBuilder out = new StringBuilder(1024);
        try {
            append(out, thrown, headline);
        } catch (Throwable t) {
            out.append("\t... the rest failed: ").append(t.getClass().getName());
        }
        if (out.length() > MAX_STACK_TRACE_LENGTH) {
            out.setLength(wholeLength(out, MAX_STACK_TRACE_LENGTH));
        }
        return out.toString();
    }

    /** The result of {@link Throwable#toString}, unless it is overridden. */
    private static String usual(String type, String message) {
        return message == null ? type : type + ": " + message;
    }

    /** The max length up to {@code maxChars} that does not cut a surrogate pair in half. */
    private static int wholeLength(CharSequence text, int maxChars) {
        return Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    }

    private static void append(StringBuilder out, Throwable thrown, String headline) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayDeque<Entry> open = new ArrayDeque<>();
        open.push(new Entry(thrown, "", "", new StackTraceElement[0]));
        while (!open.isEmpty() && out.length() < MAX_STACK_TRACE_LENGTH) {
            Entry entry = open.pop();
            if (!seen.add(entry.thrown)) {
                headline(out.append(entry.indent).append(entry.caption).append("[CIRCULAR REFERENCE: "), entry.thrown);
                out.append("]\n");
                continue;
            }
            out.append(entry.indent).append(entry.caption);
            if (entry.thrown != thrown || headline == null || hasOwnText(thrown, headline)) {
                headline(out, entry.thrown);
            } else {
                out.append(headline);
            }
            StackTraceElement[] trace = entry.thrown.getStackTrace();
            int inCommon = inCommon(trace, entry.enclosing);
            out.append('\n');
            for (int i = 0; i < trace.length - inCommon && out.length() < MAX_STACK_TRACE_LENGTH; i++) {
                out.append(entry.indent).append("\tat ").append(trace[i]).append('\n');
            }
            if (inCommon > 0) {
                out.append(entry.indent).append("\t... ").append(inCommon).append(" more\n");
            }
            Throwable cause = entry.thrown.getCause();
            if (cause != null) {
                open.push(new Entry(cause, entry.indent, "Caused by: ", trace));
            }
            Throwable[] suppressed = entry.thrown.getSuppressed();
            for (int i = suppressed.length - 1; i >= 0; i--) {
                open.push(new Entry(suppressed[i], entry.indent.concat("\t"), "Suppressed: ", trace));
            }
        }
    }

    /** Whether {@code toString} returns something other than the usual text. */
    private static boolean hasOwnText(Throwable thrown, String headline) {
        try {
            String text = thrown.toString();
            return !headline.equals(text)
                    && !usual(thrown.getClass().getName(), thrown.getLocalizedMessage())
                            .equals(text);
        } catch (Throwable t) {
            return false;
        }
    }

    private static void headline(StringBuilder out, Throwable thrown) {
        String text = null;
        try {
            text = thrown.toString();
        } catch (Throwable t) {
            // its class will do
        }
        out.append(text == null ? thrown.getClass().getName() : ThrownRecord.cut(text));
    }

    private static int inCommon(StackTraceElement[] trace, StackTraceElement[] enclosing) {
        int count = 0;
        while (count < trace.length
                && count < enclosing.length
                && trace[trace.length - 1 - count].equals(enclosing[enclosing.length - 1 - count])) {
            count++;
        }
        return count;
    }

    private static final class Entry {
        final Throwable thrown;
        final String indent;
        final String caption;
        final StackTraceElement[] enclosing;

        Entry(Throwable thrown, String indent, String caption, StackTraceElement[] enclosing) {
            this.thrown = thrown;
            this.indent = indent;
            this.caption = caption;
            this.enclosing = enclosing;
        }
    }
}
