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
 * Loads the agent and its libraries from the agent's jar, invisible to the application.
 *
 * <p>Its parent is the platform loader, so neither the agent nor the application sees the other's classes, and the
 * application can have its own versions of the same libraries. Reads through one {@link ZipFile}: no URL handler and no
 * NIO channel, which an interrupted application thread would close. Parallel capable; a class that is missing is an
 * ordinary {@link ClassNotFoundException}.
 *
 * <p>Nothing that other classes can see refers to this loader, and its classes have no access to the JDK's internal
 * packages: an application that finds it all the same gains nothing.
 *
 * <p>Classes are stored in a few blocks, one for each purpose ({@link ClassBlock}). A block is read as a whole when its
 * first class is loaded, which takes a fraction of the time of one jar entry per class, and is softly referenced from
 * then on.
 *
 * <pre>
 *   system loader: AgentPremain, this,   boot loader: java.lang.FastTelemetry...   (the recorder)
 *                  ClassBlock            platform loader
 *                                          └── AgentClassLoader: agent, protobuf
 *                                                ├── WeaverClassLoader: weaver, Byte Buddy
 *                                                └── TransportClassLoader: sender, OkHttp, Kotlin
 * </pre>
 */
public final class AgentClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String FOLDER = "fast-telemetry/";
    private static final String CLASS = ".class";

    /** Class that the agent's classes share with this loader, so that no second copy is needed. */
    private static final String SHARED = "io.fasttelemetry.agent.ClassBlock";

    /** Several times what {@link ClassBlock#REST} takes, packed and unpacked. */
    private static final long ROOM_FOR_REST_BYTES = 24 << 20;

    private final ZipFile jar;

    /**
     * The packed block of classes for sending, read at the start: a deployment may overwrite the jar before the sender
     * is loaded, or loaded again.
     */
    private final byte[] sending;

    private final ProtectionDomain domain = everythingPermitted();
    private final AtomicReferenceArray<SoftReference<byte[]>> blocks = new AtomicReferenceArray<>(ClassBlock.COUNT);

    /** The place of each class of the blocks that were read: number of the block, offset in it. */
    private final ConcurrentHashMap<String, Long> places = new ConcurrentHashMap<>(1024);

    /**
     * Input buffer for unpacking, allocated at the start and kept: later the application may have used up direct
     * memory, and then each allocation makes the JVM collect. The lock for both buffers.
     */
    private final ByteBuffer pieceIn = newPiece();

    private final ByteBuffer pieceOut = newPiece();

    private static ByteBuffer newPiece() {
        try {
            return ByteBuffer.allocateDirect(ClassBlock.PIECE_BYTES);
        } catch (OutOfMemoryError e) {
            return ByteBuffer.allocate(ClassBlock.PIECE_BYTES); // this JVM has hardly any direct memory
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
     * Makes the loader and starts the agent in it. All steps of the start have premain's parameter types: from JDK 18
     * on, the first reflective call with other parameter types takes milliseconds.
     */
    public static void start(String arguments, Instrumentation instrumentation) throws Throwable {
        ClassLoader loader = new AgentClassLoader(AgentPremain.openJar());
        AgentPremain.start(loader, "io.fasttelemetry.agent.AgentStart", arguments, instrumentation);
    }

    /**
     * The protection domain of the agent's classes, which has all permissions. An application can set a security
     * manager after the start, whose policy does not mention the agent.
     */
    private static ProtectionDomain everythingPermitted() {
        Permissions permissions = new Permissions();
        permissions.add(new AllPermission());
        return new ProtectionDomain(null, permissions);
    }

    /** Does not ask the parent for the agent's classes: the exceptions would take a tenth of the start time. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.fasttelemetry.")) {
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

    /** The class file of this name, null if there is none. */
    private ByteBuffer classFile(String name) {
        Long place = places.get(name);
        if (place != null) {
            return classFileIn((int) (place >>> 32), name);
        }
        ByteBuffer file = classFileIn(ClassBlock.blockOf(name), name);
        return file == null ? classFileIn(ClassBlock.REST, name) : file;
    }

    /**
     * The class file of this name in a block, null if there is none. Two threads may read the same block at once, which
     * is harmless: each class is defined once, under its class loading lock. If there is no memory for the whole block,
     * it is searched piece by piece, which takes as long for each class as otherwise for all of them.
     */
    private ByteBuffer classFileIn(int number, String name) {
        if (number != ClassBlock.REST || isRead(number) || isRoomForRest()) {
            try {
                if (blocks.get(number) == null) {
                    readBlock(number);
                }
                Long place = places.get(name);
                return place == null || (int) (place >>> 32) != number
                        ? null
                        : ClassBlock.fileAt(block(number), (int) (long) place);
            } catch (OutOfMemoryError e) {
                if (!ClassBlock.isPacked(number)) {
                    throw e;
                }
            }
        }
        return search(number, name);
    }

    private boolean isRead(int number) {
        SoftReference<byte[]> kept = blocks.get(number);
        return kept != null && kept.get() != null;
    }

    /**
     * Whether the heap has much more room than the largest block takes. An attempt in vain would cost the application
     * collections, or its life, if the JVM has to end when memory runs out.
     */
    private static boolean isRoomForRest() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() >= ROOM_FOR_REST_BYTES;
    }

    private ByteBuffer search(int number, String name) {
        try {
            byte[] file = ClassBlock.search(packed(number), name);
            return file == null ? null : ByteBuffer.wrap(file);
        } catch (IOException e) {
            throw new IllegalStateException("the agent's jar is damaged: ".concat(ClassBlock.entryOf(number)), e);
        }
    }

    /** The entry of a block. */
    private byte[] packed(int number) {
        String entry = ClassBlock.entryOf(number);
        byte[] bytes = number == ClassBlock.SENDING ? sending : read(FOLDER.concat(entry));
        if (bytes == null) {
            throw new IllegalStateException("the agent's jar lacks ".concat(entry));
        }
        return bytes;
    }

    /** The block of this number, read again if the garbage collector has cleared it. */
    private byte[] block(int number) {
        SoftReference<byte[]> kept = blocks.get(number); // null while another thread is still reading it
        byte[] block = kept == null ? null : kept.get();
        return block == null ? readBlock(number) : block;
    }

    private byte[] readBlock(int number) {
        byte[] bytes = packed(number);
        try {
            if (ClassBlock.isPacked(number)) {
                bytes = unpack(bytes);
            }
            for (ClassBlock block = new ClassBlock(bytes); block.next(); ) {
                places.put(block.name(), (long) number << 32 | block.place());
            }
        } catch (RuntimeException | DataFormatException e) {
            throw new IllegalStateException("the agent's jar is damaged: ".concat(ClassBlock.entryOf(number)), e);
        }
        blocks.set(number, new SoftReference<>(bytes));
        return bytes;
    }

    private byte[] unpack(byte[] packed) throws DataFormatException {
        synchronized (pieceIn) {
            return ClassBlock.unpack(packed, pieceIn, pieceOut);
        }
    }

    /** Opens a resource or class file of the agent; null if there is none of this name. */
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
