/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.security.AllPermission;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.DataFormatException;
import java.util.zip.ZipFile;

/**
 * Loads the agent and its libraries from the agent's jar, out of the application's sight.
 *
 * <p>Parent is the platform loader, so neither sees the other's classes: the application may bring its own versions of
 * the same libraries. Reads through one {@link ZipFile}: no URL handler and no NIO channel, which an interrupted
 * application thread would close. Parallel capable; a class that is missing is an ordinary
 * {@link ClassNotFoundException}.
 *
 * <p>Nothing that other classes can see keeps this loader, and what it loads has no rights in the JDK's modules: an
 * application that finds it all the same gains nothing.
 *
 * <p>Classes lie together in a few blocks, one for each purpose ({@link ClassBlock}). A block is read as a whole when
 * the first class of its purpose is asked for, which costs a fraction of inflating an entry for each, and is kept
 * until the memory is wanted.
 *
 * <pre>
 *   system loader: AgentPremain, this,   boot loader: java.lang.FastTelemetry...   (the recorder)
 *                  ClassBlock            platform loader
 *                                          └── AgentClassLoader: agent, ASM, protobuf
 *                                                └── TransportClassLoader: sender, OkHttp, Kotlin
 * </pre>
 */
public final class AgentClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String FOLDER = "fast-telemetry/";
    private static final String CLASS = ".class";

    /** Found by the agent's own classes as well, which would otherwise need a second copy. */
    private static final String SHARED = "io.fasttelemetry.agent.ClassBlock";

    private final ZipFile jar;

    /**
     * What a delivery needs, packed, in memory from the start on: a deployment may write over the jar before there is
     * anything to send, or before the sender has to be loaded anew.
     */
    private final byte[] sending;

    private final ProtectionDomain domain = everythingPermitted();
    private final AtomicReferenceArray<SoftReference<byte[]>> blocks = new AtomicReferenceArray<>(ClassBlock.COUNT);

    /** The place of each class, as far as blocks were read: number of the block, offset in it. */
    private final ConcurrentHashMap<String, Long> places = new ConcurrentHashMap<>(1024);

    /**
     * Memory for unpacking, which is had at the start and kept: later the application may have used up what there is,
     * and then each attempt to get some makes the JVM collect. Both are guarded by this one.
     */
    private final ByteBuffer pieceIn = newPiece();

    private final ByteBuffer pieceOut = newPiece();

    private static ByteBuffer newPiece() {
        try {
            return ByteBuffer.allocateDirect(ClassBlock.PIECE_BYTES);
        } catch (OutOfMemoryError e) {
            return ByteBuffer.allocate(ClassBlock.PIECE_BYTES); // there is hardly any direct memory in this JVM
        }
    }

    private AgentClassLoader(ZipFile jar) {
        super("fast-telemetry", ClassLoader.getPlatformClassLoader());
        this.jar = jar;
        sending = read(FOLDER.concat(ClassBlock.entryOf(ClassBlock.SENDING)));
        readBlock(ClassBlock.START);
    }

    public static ClassLoader open(ZipFile jar) {
        return new AgentClassLoader(jar);
    }

    /**
     * Makes the loader of this JVM's agent and starts the agent in it. Every step has the parameters of premain: from
     * JDK 18 on, the first reflective call with another list of them takes milliseconds.
     */
    public static void start(String arguments, Instrumentation instrumentation) throws Throwable {
        ClassLoader loader = new AgentClassLoader(AgentPremain.openJar());
        AgentPremain.start(loader, "io.fasttelemetry.agent.AgentStart", arguments, instrumentation);
    }

    /**
     * The protection domain of the agent's classes: everything is permitted to them, whatever a policy says. An
     * application can set a security manager after the start, and its policy knows nothing of an agent.
     */
    private static ProtectionDomain everythingPermitted() {
        Permissions permissions = new Permissions();
        permissions.add(new AllPermission());
        return new ProtectionDomain(null, permissions);
    }

    /** Asks no parent for classes that none has: an exception for each of them is a tenth of a start. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.fasttelemetry.") && !name.startsWith("org.objectweb.asm.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.equals(SHARED)) {
            return ClassBlock.class;
        }
        ByteBuffer file = classFile(name);
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, file, domain);
    }

    /** Null if there is none. */
    private ByteBuffer classFile(String name) {
        Long place = places.get(name);
        if (place == null) {
            place = placeAfterReading(ClassBlock.blockOf(name), name);
        }
        if (place == null) {
            place = placeAfterReading(ClassBlock.REST, name);
        }
        if (place == null) {
            return null;
        }
        return ClassBlock.fileAt(block((int) (place >>> 32)), (int) (long) place);
    }

    /**
     * Two threads may read a block at once, to the same effect: each class is defined once,
     * under its class loading lock.
     */
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

    private byte[] readBlock(int number) {
        String entry = ClassBlock.entryOf(number);
        byte[] bytes = number == ClassBlock.SENDING ? sending : read(FOLDER.concat(entry));
        if (bytes == null) {
            throw new IllegalStateException("the agent's jar lacks ".concat(entry));
        }
        try {
            if (ClassBlock.isPacked(number)) {
                bytes = unpack(bytes);
            }
            for (ClassBlock block = new ClassBlock(bytes); block.next(); ) {
                places.put(block.name(), (long) number << 32 | block.place());
            }
        } catch (RuntimeException | DataFormatException e) {
            throw new IllegalStateException("the agent's jar is damaged: ".concat(entry), e);
        }
        blocks.set(number, new SoftReference<>(bytes));
        return bytes;
    }

    private byte[] unpack(byte[] packed) throws DataFormatException {
        synchronized (pieceIn) {
            return ClassBlock.unpack(packed, pieceIn, pieceOut);
        }
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
            throw new IllegalStateException(
                    "the agent's jar was overwritten or is damaged; restart the application: ".concat(entryName), e);
        }
    }
}
