/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Set;

/**
 * Places the recorder into the boot loader, in {@code java.lang}, where woven code of every
 * class loader can link to it.
 *
 * <p>{@link Instrumentation#redefineModule} opens {@code java.lang} to the unnamed module of the agent's class loader,
 * and to nobody else: what the application can reach stays as it is. A lookup on {@code java.lang.Object} then defines
 * the classes. They need no file, and the JVM's class data archive stays in use, which appending to the boot search
 * path would switch off.
 */
public final class RecorderClasses {
    private RecorderClasses() {}

    /** Called once, before any class that uses the recorder. */
    public static void define(Instrumentation instrumentation) throws IOException, IllegalAccessException {
        Set<Module> us = Collections.singleton(RecorderClasses.class.getModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Collections.emptySet(),
                Collections.singletonMap("jdk.internal.vm", us), // for AgentStatus
                Collections.singletonMap("java.lang", us),
                Collections.emptySet(),
                Collections.emptyMap());
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        byte[] bytes = read();
        for (ClassBlock block = new ClassBlock(bytes); block.next(); ) { // supertypes come first
            ByteBuffer file = ClassBlock.fileAt(bytes, block.place());
            byte[] copy = new byte[file.remaining()];
            file.get(copy);
            lookup.defineClass(copy);
        }
    }

    private static byte[] read() throws IOException {
        String entry = ClassBlock.entryOf(ClassBlock.RECORDER);
        try (InputStream in = RecorderClasses.class.getClassLoader().getResourceAsStream(entry)) {
            if (in == null) {
                throw new IOException("the agent's jar lacks " + entry);
            }
            return in.readAllBytes();
        }
    }
}
