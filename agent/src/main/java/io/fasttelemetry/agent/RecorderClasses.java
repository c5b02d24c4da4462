/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import io.fasttelemetry.agent.control.AgentStatus;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;

/**
 * Places the recorder into the boot loader, in {@code java.lang}, where woven code of every
 * class loader can link to it.
 *
 * <p>{@link Instrumentation#redefineModule} opens {@code java.lang} to the unnamed module of a {@link
 * ThrowAwayLoader}, in which this class is for that reason, and to nobody else: what the application can reach stays
 * as it is. A lookup on {@code java.lang.Object} then defines the classes. They need no file, and the JVM's class data
 * archive stays in use, which appending to the boot search path would switch off.
 */
public final class RecorderClasses {
    /** First step: get the rights for both, and the properties that {@link AgentStatus} publishes in. */
    static final String OPEN = "open";

    /** Second step, once, before any class that uses the recorder. */
    static final String DEFINE = "define";

    private RecorderClasses() {}

    public static void start(String step, Instrumentation instrumentation) throws IOException, IllegalAccessException {
        if (step.equals(OPEN)) {
            open(instrumentation);
        } else {
            define();
        }
    }

    private static void open(Instrumentation instrumentation) {
        Set<Module> us = Collections.singleton(RecorderClasses.class.getModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Collections.emptySet(),
                Collections.singletonMap("jdk.internal.vm", us),
                Collections.singletonMap("java.lang", us),
                Collections.emptySet(),
                Collections.emptyMap());
        try {
            Object properties = Class.forName("jdk.internal.vm.VMSupport")
                    .getMethod("getAgentProperties")
                    .invoke(null);
            AgentStatus.publishIn((Properties) properties);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // not this JVM: only the answer to an attaching process is poorer for it
        }
    }

    private static void define() throws IOException, IllegalAccessException {
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
        ClassLoader agent = RecorderClasses.class.getClassLoader().getParent();
        try (InputStream in = agent.getResourceAsStream(entry)) {
            if (in == null) {
                throw new IOException("the agent's jar lacks " + entry);
            }
            return in.readAllBytes();
        }
    }
}
