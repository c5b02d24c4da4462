/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of a PEM file, {@code -----BEGIN X-----} to {@code -----END X-----}. Everything else in the file is
 * ignored: a byte order mark, or what {@code openssl s_client} or {@code openssl pkcs12} writes around the blocks.
 * Immutable.
 */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    final String file;
    /** The file as it is. */
    final byte[] content;

    private final List<String> labels = new ArrayList<>();
    private final List<byte[]> blocks = new ArrayList<>();

    private Pem(String file, byte[] content) {
        this.file = file;
        this.content = content;
    }

    /** @throws GeneralSecurityException the message names the file and never shows its content */
    static Pem read(String file) throws IOException, GeneralSecurityException {
        byte[] content;
        try (InputStream in = new FileInputStream(file)) {
            content = in.readAllBytes();
        }
        Pem pem = new Pem(file, content);
        pem.split(new String(content, isUtf16(content) ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1));
        return pem;
    }

    /** Whether the file is UTF-16, by its byte order mark, which editors on Windows write. */
    private static boolean isUtf16(byte[] content) {
        int mark = content.length < 2 ? 0 : (content[0] & 0xff) << 8 | (content[1] & 0xff);
        return mark == 0xfeff || mark == 0xfffe;
    }

    private void split(String text) throws GeneralSecurityException {
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin + 1)) {
            int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
            int end = text.indexOf(END, begin);
            if (labelEnd < 0 || end < labelEnd) {
                throw new GeneralSecurityException(file + " is cut off: a block has no end");
            }
            String label = text.substring(begin + BEGIN.length(), labelEnd);
            String body = text.substring(labelEnd + DASHES.length(), end);
            labels.add(label);
            // Headers, as in "Proc-Type: 4,ENCRYPTED", make a block that only its password can open.
            blocks.add(body.indexOf(':') >= 0 ? null : decode(label, body));
        }
    }

    private byte[] decode(String label, String body) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(file + " is damaged: a block " + label + " is not base64");
        }
    }

    /** The number of blocks. */
    int size() {
        return labels.size();
    }

    /** The label of the block with this index, such as {@code CERTIFICATE}. */
    String label(int index) {
        return labels.get(index);
    }

    /** The bytes of the block with this index; null if they are encrypted. */
    byte[] block(int index) {
        return blocks.get(index);
    }
}
