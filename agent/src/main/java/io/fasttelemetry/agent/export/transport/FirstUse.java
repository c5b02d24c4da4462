/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/**
 * Checks whether the JDK's network classes can be initialised now. Their first user may be the agent, and a failed
 * initialisation is final: the application could open no socket for the life of the JVM. So nothing is sent while it
 * might fail. Any thread.
 */
public final class FirstUse {
    /** File descriptors that have to be free: more than the JDK opens at a time, libraries included. */
    private static final int DESCRIPTOR_COUNT = 16;

    private static final long LITTLE_HEAP_BYTES = 4 << 20;
    private static final int PROBE_BYTES = 1 << 20;
    private static final String[] NEEDED_PROPERTIES = {"java.home", "os.name", "user.dir"};

    /** What a message says where {@link #isRefused}. */
    public static final String REFUSED = "a security manager refuses what the JDK needs for it";

    private FirstUse() {}

    /** The reason not to send yet; null if there is none. */
    static String reasonToWait() {
        for (String name : NEEDED_PROPERTIES) {
            if (System.getProperty(name) == null) {
                return "the system property " + name + " is missing";
            }
        }
        if (isRefused()) {
            return REFUSED;
        }
        File any = new File("/dev/null");
        if (any.exists() && !canOpen(any, DESCRIPTOR_COUNT)) {
            return "file descriptors are running out";
        }
        return isHeapFull() ? "the heap is full" : null;
    }

    /**
     * Whether a security manager refuses this thread what the initialisers ask for. The agent has all permissions, so
     * such a manager goes by something else, and the application's threads may be allowed what this one is not.
     */
    public static boolean isRefused() {
        SecurityManager manager = System.getSecurityManager();
        if (manager == null) {
            return false;
        }
        try {
            manager.checkLink("net");
            manager.checkPropertiesAccess();
            manager.checkRead(System.getProperty("java.home"));
            return false;
        } catch (Throwable t) {
            return true;
        }
    }

    private static boolean canOpen(File file, int count) {
        if (count == 0) {
            return true;
        }
        try (FileInputStream in = new FileInputStream(file)) {
            return in.available() == 0 && canOpen(file, count - 1);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether the heap is full. Free memory may be low only because garbage fills the rest, so then an array is
     * allocated as a probe.
     */
    private static boolean isHeapFull() {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() >= LITTLE_HEAP_BYTES) {
            return false;
        }
        try {
            return new byte[PROBE_BYTES].length != PROBE_BYTES;
        } catch (OutOfMemoryError e) {
            return true;
        }
    }
}
