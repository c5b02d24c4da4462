/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * A set of texts to find among the constants of class files: descriptors of annotations, and names of methods. Made for
 * a fast no: nearly all constants are rejected by their length and last but one byte. Immutable; any thread.
 */
final class WantedConstants {
    private final byte[][][] byLength;

    WantedConstants(Collection<String> texts) {
        int max = 0;
        for (String text : texts) {
            max = Math.max(max, text.getBytes(StandardCharsets.UTF_8).length);
        }
        byLength = new byte[max + 1][][];
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[][] known = byLength[bytes.length];
            byte[][] more = new byte[known == null ? 1 : known.length + 1][];
            if (known != null) {
                System.arraycopy(known, 0, more, 0, known.length);
            }
            more[more.length - 1] = bytes;
            byLength[bytes.length] = more;
        }
    }

    boolean contains(byte[] file, int at, int length) {
        if (length >= byLength.length || byLength[length] == null) {
            return false;
        }
        for (byte[] text : byLength[length]) {
            if (equal(text, file, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(byte[] text, byte[] file, int at) {
        for (int i = text.length - 1; i >= 0; i--) {
            int compared = i == text.length - 1 && i > 0 ? i - 1 : i; // the last one is often a semicolon
            if (text[compared] != file[at + compared]) {
                return false;
            }
        }
        return text.length == 0 || text[text.length - 1] == file[at + text.length - 1];
    }
}
