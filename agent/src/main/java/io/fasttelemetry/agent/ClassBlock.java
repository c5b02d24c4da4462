/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Format of a block, which holds many classes in one entry of the agent's jar, and the assignment of classes to blocks.
 * Used by the packager and by all readers of the jar.
 *
 * <pre>
 *   block    count (4 bytes), then that many classes
 *   class    length of the name (2), name with dots in ISO 8859-1, length of the class file (4), class file
 *   packed   length of the block (4), zlib stream of the block
 * </pre>
 *
 * <p>An instance is a cursor over the classes of an unpacked block, for one thread: {@link #next} first. Reading past
 * the end is a RuntimeException. Other damage is not detected here, since the jar has a checksum for each entry.
 *
 * <p>{@link AgentClassLoader} needs this before it can read a block, so this class is an entry of its own in the jar,
 * defined by {@link AgentPremain} beside the loader. One more class in a start costs about a tenth of a millisecond; a
 * second copy of it for the agent's own classes would cost that again, so their loader shows them this one.
 */
public final class ClassBlock {
    /** The agent itself, with its encoder. Needed at every start, so it is not packed; neither are the next two. */
    public static final int START = 0;

    /** The part of Byte Buddy that the first woven class needs, and the weaver that uses it. */
    public static final int WEAVING = 1;

    /**
     * The recorder, under its names in {@code java.lang}, in the order of definition. The recorder's classes are in no
     * other block.
     */
    public static final int RECORDER = 2;

    /** The part of OkHttp, Okio, Kotlin and protobuf that the first request needs, and the sender that uses them. */
    public static final int SENDING = 3;

    /** All other classes of the libraries. */
    public static final int REST = 4;

    /** The viewer, which is never read in a traced application. */
    public static final int VIEW = 5;

    /** Number of blocks, which are numbered from 0. */
    public static final int COUNT = 6;

    private static final String WEAVER = "io.fasttelemetry.agent.instrument.advice.";
    private static final String VIEWER = "io.fasttelemetry.agent.view.";
    private static final String OKHTTP_SENDER = "io.fasttelemetry.agent.export.transport.okhttp.";
    private static final String STAND_INS = "io.fasttelemetry.agent.standin.";
    /** Size of the buffers that {@link #unpack} is given. */
    static final int PIECE_BYTES = 32 << 10;

    private final byte[] bytes;
    private final ByteBuffer block;
    private int classesLeft;
    private int nameAt;
    private int nameLength;
    private int fileAt;
    private int end = Integer.BYTES;

    /** @param bytes an unpacked block, which is not copied */
    public ClassBlock(byte[] bytes) {
        this.bytes = bytes;
        block = ByteBuffer.wrap(bytes);
        classesLeft = block.getInt();
    }

    /** Moves to the next class; false if there is none. */
    public boolean next() {
        if (classesLeft <= 0) {
            return false;
        }
        classesLeft--;
        nameLength = block.getShort(end);
        nameAt = end + Short.BYTES;
        fileAt = nameAt + nameLength;
        end = fileAt + Integer.BYTES + block.getInt(fileAt);
        return true;
    }

    /** Name of the current class, with dots. */
    public String name() {
        return new String(bytes, nameAt, nameLength, StandardCharsets.ISO_8859_1);
    }

    /** The place of the current class, for {@link #fileAt}. */
    public int place() {
        return fileAt;
    }

    /** The class file at a {@link #place} of the block, as a view of its bytes. */
    public static ByteBuffer fileAt(byte[] block, int place) {
        return ByteBuffer.wrap(
                block, place + Integer.BYTES, ByteBuffer.wrap(block).getInt(place));
    }

    /** File name of a block. */
    public static String entryOf(int number) {
        switch (number) {
            case START:
                return "start.classes";
            case WEAVING:
                return "weaving.classes";
            case RECORDER:
                return "recorder.classes";
            case SENDING:
                return "sending.classes";
            case VIEW:
                return "view.classes";
            default:
                return "rest.classes";
        }
    }

    /** Whether a block is packed, as are all that a start does not need. */
    public static boolean isPacked(int number) {
        return number >= SENDING;
    }

    /**
     * The block of a class that is needed early. A class of the agent is always in this block; a class of a library is
     * in this one or in {@link #REST}, as the packager decides.
     */
    public static int blockOf(String name) {
        if (name.startsWith("net.bytebuddy.") || name.startsWith(WEAVER)) {
            return WEAVING;
        }
        if (name.startsWith(VIEWER)) {
            return VIEW;
        }
        boolean sending = name.startsWith(OKHTTP_SENDER) || name.startsWith(STAND_INS);
        return name.startsWith("io.fasttelemetry.") && !sending ? START : SENDING;
    }

    /** Unpacks a packed block with buffers of its own. */
    public static byte[] unpack(byte[] packed) throws DataFormatException {
        return unpack(packed, ByteBuffer.allocate(PIECE_BYTES), ByteBuffer.allocate(PIECE_BYTES));
    }

    /**
     * Unpacks a packed block, piece by piece through two buffers of {@link #PIECE_BYTES}. In a running JVM they should
     * be direct: inflating from array to array, as ZipFile does, is a JNI critical section, during which up to Java 21
     * no garbage collection can start.
     */
    static byte[] unpack(byte[] packed, ByteBuffer in, ByteBuffer out) throws DataFormatException {
        byte[] bytes = new byte[ByteBuffer.wrap(packed).getInt()];
        Inflater inflater = new Inflater();
        try {
            int at = Integer.BYTES;
            for (int size = 0; size < bytes.length; ) {
                if (inflater.needsInput()) {
                    int count = Math.min(PIECE_BYTES, packed.length - at);
                    in.clear();
                    in.put(packed, at, count).flip();
                    inflater.setInput(in);
                    at += count;
                }
                out.clear();
                int count = inflater.inflate(out);
                if (count == 0 && at == packed.length) {
                    throw new DataFormatException("too short");
                }
                out.flip();
                out.get(bytes, size, count);
                size += count;
            }
        } finally {
            inflater.end();
        }
        return bytes;
    }

    /** Searches a packed block for a class without unpacking all of it at once; null if it is not there. */
    public static byte[] search(byte[] packed, String name) throws IOException {
        InputStream stream = new ByteArrayInputStream(packed, Integer.BYTES, packed.length - Integer.BYTES);
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(stream))) {
            for (int left = in.readInt(); left > 0; left--) {
                byte[] found = new byte[in.readShort()];
                in.readFully(found);
                byte[] file = new byte[in.readInt()];
                in.readFully(file);
                if (name.equals(new String(found, StandardCharsets.ISO_8859_1))) {
                    return file;
                }
            }
        }
        return null;
    }
}
