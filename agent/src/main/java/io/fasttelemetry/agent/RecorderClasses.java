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
 * Defines the recorder in the boot loader, in {@code java.lang}, where woven code of every class loader can link to it.
 *
 * <p>{@link Instrumentation#redefineModule} opens {@code java.lang} to the unnamed module of a {@link ThrowAwayLoader},
 * which loads this class for that reason, and to no other module: the application gets no more access than before. A
 * lookup on {@code java.lang.Object} then defines the classes. This needs no file and keeps the JVM's class data
 * sharing archive in use, which appending to the boot search path would switch off.
 */
public final class RecorderClasses {
    /**
     * First step: opens the JDK's packages for both steps, and gets the properties in which {@link AgentStatus}
     * publishes.
     */
    static final String OPEN = "open";

    /** Second step: defines the recorder. Once, before any class that uses it. */
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
            // not available on this JVM: {@code status} then shows nothing
        }
    }

    private static void define() throws IOException, IllegalAccessException {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        byte[] bytes = read();
        for (ClassBlock block = new ClassBlock(bytes); block.next(); ) { // supertypes come first
            ByteBuffer file = ClassBlock.fileAt(bytes, block.place());
            byte[] copy = new byte[file.remaining()];
            file.get(copy);
            define(lookup, copy);
        }
    }

    /**
     * Defines a class. The JVM links it at once, and with {@code -Xverify:all} it verifies it first, which may ask for
     * one that comes later. The class is there all the same, and its first use links it.
     */
    private static void define(MethodHandles.Lookup lookup, byte[] file) throws IllegalAccessException {
        try {
            lookup.defineClass(file);
        } catch (NoClassDefFoundError e) {
            // if it is another class that is missing, the first use fails, and the agent does not start
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
