/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.Quoted;
import java.io.File;

/**
 * Parses the path of a readable file; a relative one is resolved against the working directory. A value that may be the
 * content of such a file, for instance a private key, is never shown. Immutable.
 */
final class FileParser extends ValueParser<String> {
    /** Max length of a value that is taken for a path; a key of 2048 bits is longer. */
    private static final int MAX_SHOWN_CHARS = 255;
    /** Min length from which on base64 without a leading slash is taken for content; keys are longer. */
    private static final int MIN_CONTENT_CHARS = 64;

    FileParser() {
        super("a readable file", "the path of a file");
    }

    @Override
    boolean holdsEquals() {
        return true;
    }

    @Override
    String quote(String text) {
        return isContent(text) ? "the value" : Quoted.of(text);
    }

    @Override
    String parse(String text, Problems problems) {
        if (isContent(text)) {
            return rejected(problems, "it looks like the content of a file; its path is expected");
        }
        try {
            File file = new File(text);
            // Regular files only: opening a pipe would block the start until there is a writer.
            return file.isFile() && file.canRead() ? text : null;
        } catch (SecurityException e) {
            return rejected(problems, "access denied");
        }
    }

    private static boolean isContent(String text) {
        return text.length() > MAX_SHOWN_CHARS || Quoted.holdsPem(text) || hasLineBreak(text) || isBase64(text);
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    private static boolean isBase64(String text) {
        if (text.length() < MIN_CONTENT_CHARS || text.charAt(0) == '/') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && "+/=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
