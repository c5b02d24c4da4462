/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import io.fasttelemetry.agent.ClassBlock;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes one {@link ClassBlock}: add each class, then take the content. For one thread. */
final class ClassBlockWriter {
    private final ByteArrayOutputStream classes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(classes);
    private int count;

    /** Adds a class under its binary name. */
    void add(String name, byte[] classFile) throws IOException {
        byte[] latin = name.getBytes(StandardCharsets.ISO_8859_1);
        if (latin.length > Short.MAX_VALUE || !new String(latin, StandardCharsets.ISO_8859_1).equals(name)) {
            throw new IllegalArgumentException("no name for a class block: " + name);
        }
        out.writeShort(latin.length);
        out.write(latin);
        out.writeInt(classFile.length);
        out.write(classFile);
        count++;
    }

    /** The content of the jar's entry for block {@code number}, packed if that block is to be. */
    byte[] content(int number) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(block);
        head.writeInt(count);
        classes.writeTo(head);
        return ClassBlock.isPacked(number) ? packed(block.toByteArray()) : block.toByteArray();
    }

    private static byte[] packed(byte[] block) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeInt(block.length);
        Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(bytes, best)) {
            zlib.write(block);
        } finally {
            best.end();
        }
        return bytes.toByteArray();
    }
}
