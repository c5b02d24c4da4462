/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Text of a Throwable, bounded. Runs on the export thread, but the methods of a Throwable are the application's code:
 * they may throw, lie, recurse or go in circles, and none of that may reach the caller.
 */
public final class ExceptionText {
    /** In chars here; the encoder cuts to as many bytes. */
    public static final int MAX_MESSAGE_LENGTH = 8 * 1024;
    /** In chars here; the encoder cuts to as many bytes. */
    public static final int MAX_STACK_TRACE_LENGTH = 32 * 1024;

    private ExceptionText() {}

    /** The message, or null if there is none or asking for it fails. */
    public static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? null : cut(message);
        } catch (Throwable t) {
            return null;
        }
    }

    /** The stack trace with causes and suppressed exceptions, in the form of {@link Throwable#printStackTrace()}. */
    public static String stackTrace(Throwable thrown) {
        StringBuilder out = new StringBuilder(1024);
        try {
            append(out, thrown);
        } catch (Throwable t) {
            out.append("\t... the rest failed: ").append(t.getClass().getName());
        }
        if (out.length() > MAX_STACK_TRACE_LENGTH) {
            out.setLength(wholeLength(out, MAX_STACK_TRACE_LENGTH));
        }
        return out.toString();
    }

    private static String cut(String text) {
        return text.length() <= MAX_MESSAGE_LENGTH ? text : text.substring(0, wholeLength(text, MAX_MESSAGE_LENGTH));
    }

    /** At most so many chars, and no half of a surrogate pair at the end. */
    private static int wholeLength(CharSequence text, int maxChars) {
        return Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    }

    private static void append(StringBuilder out, Throwable thrown) {
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
            headline(out.append(entry.indent).append(entry.caption), entry.thrown);
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

    private static void headline(StringBuilder out, Throwable thrown) {
        String text = null;
        try {
            text = thrown.toString();
        } catch (Throwable t) {
            // its class will do
        }
        out.append(text == null ? thrown.getClass().getName() : cut(text));
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
