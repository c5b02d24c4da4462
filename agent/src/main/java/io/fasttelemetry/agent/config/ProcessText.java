/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Restores UTF-8 text that Java has decoded with the encoding of a locale that cannot represent it: under the POSIX
 * locale each byte beyond ASCII becomes U+FFFD. On Linux the original bytes are in {@code /proc/self}. Used by the
 * starting thread.
 *
 * <p>Opens no file for a text without such a character. Only the requested entry is decoded.
 */
final class ProcessText {
    /** Replacement for each byte that is not in the locale's encoding. */
    private static final char REPLACEMENT = '\uFFFD';
    /** Max bytes read. Linux allows 2 MiB for arguments and variables together, unless the stack's limit was raised. */
    private static final int MAX_BYTES = 16 << 20;

    private ProcessText() {}

    static boolean isGarbled(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }

    /** The value of a variable that Java decoded as this text; the text itself if it cannot be restored. */
    static String variable(String name, String text) {
        return isGarbled(text) ? restore("/proc/self/environ", name.concat("="), text) : text;
    }

    /** The value of a system property from the command line, likewise restored. */
    static String property(String key, String text) {
        return isGarbled(text) ? restore("/proc/self/cmdline", "-D" + key + "=", text) : text;
    }

    private static String restore(String file, String prefix, String text) {
        byte[] content;
        try (FileInputStream in = new FileInputStream(file)) {
            content = in.readNBytes(MAX_BYTES);
        } catch (IOException | SecurityException e) {
            return text;
        }
        return restore(content, prefix, text);
    }

    /**
     * Finds the entry that begins with the prefix and whose bytes Java would have decoded as the text; the last one
     * wins.
     */
    static String restore(byte[] content, String prefix, String text) {
        byte[] name = prefix.getBytes(StandardCharsets.UTF_8);
        String found = text;
        int start = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == 0) {
                if (startsWith(content, start, i, name) && readsAs(content, start + name.length, i, text)) {
                    found = new String(content, start + name.length, i - start - name.length, StandardCharsets.UTF_8);
                }
                start = i + 1;
            }
        }
        return found;
    }

    private static boolean startsWith(byte[] content, int start, int end, byte[] prefix) {
        if (end - start < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (content[start + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean readsAs(byte[] content, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            byte b = content[start + i];
            if (text.charAt(i) != (b < 0 ? REPLACEMENT : (char) b)) {
                return false;
            }
        }
        return true;
    }
}
