/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipFile;

/**
 * Loads the agent and its libraries from the agent's jar, out of the application's sight.
 *
 * <p>Parent is the platform loader, so neither sees the other's classes: the application may bring its own versions of the
 * same libraries. Reads through one {@link ZipFile}: no URL handler and no NIO channel, which an interrupted application
 * thread would close. Parallel capable; a class that is missing is an ordinary {@link ClassNotFoundException}.
 *
 * <p>Classes lie together in a few blocks, one for each purpose. A block is read as a whole when the first class of its
 * purpose is asked for, which costs a fraction of inflating an entry for each, and is kept until the memory is wanted.
 *
 * <pre>
 *   system loader: AgentPremain, this    boot loader: java.lang.FastTelemetry...   (the recorder)
 *                                        platform loader
 *                                          └── AgentClassLoader: agent, ASM, protobuf
 *                                                └── TransportClassLoader: sender, OkHttp, Kotlin
 * </pre>
 */
public final class AgentClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String FOLDER = "fast-telemetry/";
    private static final String OKHTTP_SENDER = "io.fasttelemetry.agent.export.transport.okhttp.";
    private static final String STAND_INS = "io.fasttelemetry.agent.standin.";
    private static final String CLASS = ".class";
    private static final String[] BLOCKS = {"start.classes", "weaving.classes", "sending.classes", "rest.classes"};
    private static final int PIECE_BYTES = 32 << 10;
    private static final int START = 0;
    private static final int WEAVING = 1;
    private static final int SENDING = 2;
    private static final int REST = 3;

    /** The loader of the agent that runs in this JVM; for {@link AgentPremain}, should it be called again. */
    private static volatile ClassLoader current;

    private final ZipFile jar;
    private final AtomicReferenceArray<SoftReference<byte[]>> blocks = new AtomicReferenceArray<>(BLOCKS.length);

    /** Where each class lies, as far as blocks were read: number of the block, offset in it. */
    private final ConcurrentHashMap<String, Long> places = new ConcurrentHashMap<>(1024);

    /** Guarded by the first, as are both. */
    private final ByteBuffer pieceIn = newPiece();

    private final ByteBuffer pieceOut = newPiece();

    private static ByteBuffer newPiece() {
        try {
            return ByteBuffer.allocateDirect(PIECE_BYTES);
        } catch (OutOfMemoryError e) {
            return ByteBuffer.allocate(PIECE_BYTES); // there is hardly any direct memory in this JVM
        }
    }

    private AgentClassLoader(ZipFile jar) {
        super("fast-telemetry", ClassLoader.getPlatformClassLoader());
        this.jar = jar;
        readBlock(START);
    }

    public static ClassLoader open(ZipFile jar) {
        return new AgentClassLoader(jar);
    }

    /**
     * Makes the loader of this JVM's agent and starts the agent in it. Every step has the parameters of premain: from JDK 18
     * on, the first reflective call with another list of them takes milliseconds.
     */
    public static void start(String arguments, Instrumentation instrumentation) throws Throwable {
        current = new AgentClassLoader(AgentPremain.openJar());
        AgentPremain.start(current, "io.fasttelemetry.agent.AgentStart", arguments, instrumentation);
    }

    public static ClassLoader current() {
        return current;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        ByteBuffer file = classFile(name);
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, file, null);
    }

    /** Null if there is none. */
    private ByteBuffer classFile(String name) {
        Long place = places.get(name);
        if (place == null) {
            place = placeAfterReading(blockFor(name), name);
        }
        if (place == null) {
            place = placeAfterReading(REST, name);
        }
        if (place == null) {
            return null;
        }
        byte[] block = block((int) (place >>> 32));
        int at = (int) (long) place;
        int length = ByteBuffer.wrap(block).getInt(at);
        return ByteBuffer.wrap(block, at + Integer.BYTES, length);
    }

    private static int blockFor(String name) {
        if (name.startsWith("org.objectweb.asm.")) {
            return WEAVING;
        }
        return name.startsWith("io.fasttelemetry.agent.")
                        && !name.startsWith(OKHTTP_SENDER)
                        && !name.startsWith(STAND_INS)
                ? START
                : SENDING;
    }

    /** Two threads may read a block at once, to the same effect: each class is defined once, under its class loading lock. */
    private Long placeAfterReading(int number, String name) {
        if (blocks.get(number) == null) {
            readBlock(number);
        }
        return places.get(name);
    }

    /** A block that was given up for its memory is read again. */
    private byte[] block(int number) {
        SoftReference<byte[]> kept = blocks.get(number); // null while another thread is still reading it
        byte[] block = kept == null ? null : kept.get();
        return block == null ? readBlock(number) : block;
    }

    /** A block is: count, then for each class the length of its name, its name, its length and its bytes. */
    private byte[] readBlock(int number) {
        byte[] bytes = read(FOLDER.concat(BLOCKS[number]));
        if (bytes == null) {
            throw new IllegalStateException("the agent's jar lacks ".concat(BLOCKS[number]));
        }
        try {
            if (number >= SENDING) {
                bytes = inflate(bytes);
            }
            ByteBuffer block = ByteBuffer.wrap(bytes);
            for (int count = block.getInt(); count > 0; count--) {
                int nameLength = block.getShort();
                String name = new String(bytes, block.position(), nameLength, StandardCharsets.ISO_8859_1);
                int at = block.position() + nameLength;
                places.put(name, (long) number << 32 | at);
                block.position(at + Integer.BYTES + block.getInt(at));
            }
        } catch (RuntimeException | DataFormatException e) {
            throw new IllegalStateException("the agent's jar is damaged: ".concat(BLOCKS[number]), e);
        }
        blocks.set(number, new SoftReference<>(bytes));
        return bytes;
    }

    /**
     * The blocks for later are packed: length, then a zlib stream. Through memory outside the heap: from array to array, as
     * ZipFile does it, it is a critical section of the JVM, and up to Java 21 no collection can start in the meantime. That
     * memory is had at the start and kept: later the application may have used up what there is, and then each attempt to
     * get some makes the JVM collect.
     */
    private byte[] inflate(byte[] packed) throws DataFormatException {
        synchronized (pieceIn) {
            return inflate(packed, pieceIn, pieceOut);
        }
    }

    private static byte[] inflate(byte[] packed, ByteBuffer in, ByteBuffer out) throws DataFormatException {
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

    /** Resources and class files of the agent; null if there is none of this name. */
    @Override
    @SuppressWarnings("ByteBufferBackingArray") // classFile wraps an array
    public InputStream getResourceAsStream(String name) {
        if (name.endsWith(CLASS)) {
            String type = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
            ByteBuffer file = classFile(type);
            return file == null ? null : new ByteArrayInputStream(file.array(), file.position(), file.remaining());
        }
        byte[] bytes = read(FOLDER.concat(name));
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    private byte[] read(String entryName) {
        try {
            return AgentPremain.read(jar, entryName);
        } catch (IOException e) {
            throw new IllegalStateException("the agent's jar is damaged: ".concat(entryName), e);
        }
    }
}
