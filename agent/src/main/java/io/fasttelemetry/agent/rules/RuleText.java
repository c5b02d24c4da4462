/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/**
 * Walks through the entries of a list of rules, with their positions. Entries are separated by {@code ;}, {@code ,} and
 * line ends.
 *
 * <p>A comma within brackets or parentheses belongs to the entry; so does every separator but a line end within braces
 * that are closed. A semicolon or a line end ends an entry even if a bracket is open, so that a mistake affects that
 * entry only. Takes time proportional to the text's length. For one thread.
 */
final class RuleText {
    /** Max length of options in braces; without a limit, a text of open braces would take quadratic time. */
    private static final int MAX_OPTIONS_CHARS = 4096;

    private final String text;
    private final boolean hasComments;
    private int next;
    private int start;
    private int end;
    /** Line of {@link #lineAt}, counted from one. */
    private int line = 1;

    private int lineAt;
    private int lineStart;

    /**
     * @param text null for none
     * @param hasComments whether {@code #} at the beginning of a line, or after a blank, starts a comment
     */
    RuleText(String text, boolean hasComments) {
        this.text = text == null ? "" : text;
        this.hasComments = hasComments;
    }

    /** Moves to the next entry that is not blank; returns false if there is none. */
    boolean next() {
        while (next < text.length()) {
            scan();
            while (start < end && text.charAt(start) <= ' ') {
                start++;
            }
            while (end > start && text.charAt(end - 1) <= ' ') {
                end--;
            }
            if (start < end) {
                return true;
            }
        }
        return false;
    }

    /** The entry without blanks around it. */
    String entry() {
        return text.substring(start, end);
    }

    /** The place of a character of this entry, for messages. Entries must be asked in their order. */
    String place(int offsetInEntry) {
        int target = start + offsetInEntry;
        for (; lineAt < target; lineAt++) {
            if (text.charAt(lineAt) == '\n') {
                line++;
                lineStart = lineAt + 1;
            }
        }
        return "line " + line + ", column " + (target - lineStart + 1);
    }

    private void scan() {
        start = next;
        boolean inSquare = false;
        boolean inRound = false;
        int i = next;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == ';' || (c == ',' && !inSquare && !inRound)) {
                break;
            } else if (c == '[' || c == ']') {
                inSquare = c == '[';
            } else if (c == '(' || c == ')') {
                inRound = c == '(';
            } else if (c == '{') {
                i = Math.max(i, closingBrace(i));
            } else if (c == '#' && hasComments && (i == next || text.charAt(i - 1) <= ' ')) {
                end = i;
                int lineEnd = text.indexOf('\n', i);
                next = lineEnd < 0 ? text.length() : lineEnd + 1;
                return;
            }
        }
        end = i;
        next = i + 1;
    }

    /** The position of the brace that closes the one at {@code open}, or -1 if that one is not closed. */
    private int closingBrace(int open) {
        int depth = 0;
        boolean inQuotes = false;
        int limit = Math.min(text.length(), open + MAX_OPTIONS_CHARS);
        for (int i = open; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || (c == ';' && !inQuotes)) {
                return -1;
            } else if (inQuotes && c == '\\') {
                i++;
            } else if (c == '"') {
                inQuotes = !inQuotes;
            } else if (!inQuotes && c == '{') {
                depth++;
            } else if (!inQuotes && c == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }
}
