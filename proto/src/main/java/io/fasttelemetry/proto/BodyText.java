/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Turns the body of an error response into one short line that is safe to log.
 *
 * <p>Stateless; any thread; never throws. A {@code google.rpc.Status} gives its message, HTML its text, anything else
 * is read as UTF-8. White space and control characters become single spaces, other characters that cannot be seen
 * become {@code ?}, so a body can neither forge a log message nor reorder one. Text over the limit ends in {@code ...}.
 * Of a body that is mostly not text only the length is given.
 */
public final class BodyText {
    public static final int DEFAULT_MAX_BYTES = 1024;

    private static final String CUT = "...";

    /** Bytes of a body that are read per byte of the result: HTML may hold little text in many bytes. */
    private static final int READ_FACTOR = 64;

    /** Bytes at the beginning in which the first tag is looked for, white space included. */
    private static final int PAGE_START_BYTES = 256;

    private BodyText() {}

    public static String sanitise(byte[] body, String contentType) {
        return sanitise(body, contentType, DEFAULT_MAX_BYTES);
    }

    /**
     * @param contentType type given in the response, or null
     * @param maxBytes max bytes of the result as UTF-8; at least 64
     */
    public static String sanitise(byte[] body, String contentType, int maxBytes) {
        String message = RpcStatus.message(body);
        if (message != null) {
            return printable(message, maxBytes);
        }
        int length = (int) Math.min(body.length, (long) READ_FACTOR * maxBytes);
        String text = new String(body, 0, length, StandardCharsets.UTF_8);
        if (mostlyInvisible(text)) {
            return "(" + body.length + " bytes that are not text)";
        }
        return printable(isHtml(text, contentType) ? HtmlText.of(text) : text, maxBytes);
    }

    /** Whether the body is an HTML page, by its beginning; its declared type does not matter. */
    public static boolean isHtmlPage(byte[] body) {
        int length = Math.min(body.length, PAGE_START_BYTES);
        return isHtml(new String(body, 0, length, StandardCharsets.UTF_8), null);
    }

    private static boolean isHtml(String text, String contentType) {
        if (contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html")) {
            return true;
        }
        String start = text.stripLeading();
        return start.regionMatches(true, 0, "<!doctype html", 0, 14) || start.regionMatches(true, 0, "<html", 0, 5);
    }

    /** Makes one line of visible characters, with at most {@code maxBytes} bytes of UTF-8. */
    static String printable(String text, int maxBytes) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), maxBytes));
        int bytes = 0;
        int cutAt = 0;
        boolean space = false;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isSpace(codePoint)) {
                space = out.length() != 0;
                continue;
            }
            int visible = isVisible(codePoint) ? codePoint : '?';
            int more = utf8Bytes(visible) + (space ? 1 : 0);
            if (bytes + more > maxBytes) {
                out.setLength(cutAt);
                return out.append(CUT).toString();
            }
            if (space) {
                out.append(' ');
                space = false;
            }
            out.appendCodePoint(visible);
            bytes += more;
            if (bytes + CUT.length() <= maxBytes) {
                cutAt = out.length();
            }
        }
        return out.toString();
    }

    private static boolean mostlyInvisible(String text) {
        int invisible = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\uFFFD' || (Character.isISOControl(c) && !Character.isWhitespace(c))) {
                invisible++;
            }
        }
        return invisible > text.length() / 4;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint);
    }

    private static boolean isVisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }

    private static int utf8Bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
