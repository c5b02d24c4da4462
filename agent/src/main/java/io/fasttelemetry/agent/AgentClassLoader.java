/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipFile;

/**
 * Loads the agent and its libraries from the agent's jar, out of the application's sight.
 *
 * <p>Parent is the platform loader, so neither sees the other's classes: the application may bring its own versions of the
 * same libraries. Reads through one {@link ZipFile}: no URL handler and no NIO channel, which an interrupted application
 * thread would close. Parallel capable; a class that is missing is an ordinary {@link ClassNotFoundException}.
 *
 * <p>Classes lie together in a few blocks, one for each purpose, which are read as a whole when the first class of that
 * purpose is asked for. That costs a fraction of inflating an entry for each, and packs better.
 *
 * <pre>
 *   system loader: AgentPremain, this    boot loader: java.lang.FastTelemetry...   (the recorder)
 *                                        platform loader
 *                                          └── AgentClassLoader: agent, ASM, protobuf, OkHttp, Kotlin
 * </pre>
 */
public final class AgentClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String FOLDER = "fast-telemetry/";

    /** The loader of the agent that runs in this JVM; for {@link AgentPremain}, should it be called again. */
    private static volatile ClassLoader current;

    private final ZipFile jar;
    private final ConcurrentHashMap<String, byte[]> classes = new ConcurrentHashMap<>(1024);
    private volatile boolean weavingRead;
    private volatile boolean sendingRead;
    private volatile SoftReference<byte[]> rest = new SoftReference<>(null);

    private AgentClassLoader(ZipFile jar) {
        super("fast-telemetry", ClassLoader.getPlatformClassLoader());
        this.jar = jar;
        readBlock("start.classes");
    }

    public static ClassLoader open(ZipFile jar) {
        current = new AgentClassLoader(jar);
        return current;
    }

    public static ClassLoader current() {
        return current;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.remove(name);
        if (bytes == null) {
            readBlockOf(name);
            bytes = classes.remove(name);
        }
        if (bytes == null) {
            bytes = findInRest(name);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** Two threads may read a block at once: each class is defined once all the same, under its class loading lock. */
    private void readBlockOf(String name) {
        if (name.startsWith("org.objectweb.asm.")) {
            if (!weavingRead) {
                readBlock("weaving.classes");
                weavingRead = true;
            }
        } else if (!sendingRead && !name.startsWith("io.fasttelemetry.agent.")) {
            readBlock("sending.classes");
            sendingRead = true;
        }
    }

    private void readBlock(String name) {
        byte[] block = read(FOLDER.concat(name));
        if (block != null) {
            search(block, null);
        }
    }

    /** What is hardly ever needed. The block is kept for the next such class as long as the memory is not wanted. */
    private byte[] findInRest(String name) {
        byte[] block = rest.get();
        if (block == null) {
            block = read(FOLDER.concat("rest.classes"));
            rest = new SoftReference<>(block);
        }
        return block == null ? null : search(block, name);
    }

    /**
     * A block is: count, then for each class its name, its length and its bytes.
     *
     * @param wanted the class to return, or null to keep all of them at hand
     */
    private byte[] search(byte[] block, String wanted) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(block))) {
            for (int count = in.readInt(); count > 0; count--) {
                String className = in.readUTF();
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                if (wanted == null) {
                    classes.put(className, bytes);
                } else if (wanted.equals(className)) {
                    return bytes;
                }
            }
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("the agent's jar is damaged", e);
        }
    }

    /** Resources of the agent, which no class file is; null if there is none. */
    @Override
    public InputStream getResourceAsStream(String name) {
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
