/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Reads fields of a thread directly. The application can override {@link Thread#getId}: it may be traced, block, throw,
 * or return the same for all threads. Before JDK 19 there is no other method.
 *
 * <p>Fields are read by offset, which takes no time at the start: a variable handle would load and link classes of
 * {@code java.lang.invoke}, and that must not happen for the first time at the end of an application's stack.
 */
final class ThreadFields {
    private static final JdkUnsafe UNSAFE = unsafe();
    private static final long ID = offset("tid");

    private ThreadFields() {}

    /** The thread's id as the JVM knows it. */
    static long id(Thread thread) {
        return ID < 0 ? overridableId(thread) : UNSAFE.getLong(thread, ID);
    }

    /**
     * The innermost continuation that is mounted on a platform thread, or null. {@code field} is its {@link #offset}.
     */
    static Object continuation(Thread thread, long field) {
        return UNSAFE.getReference(thread, field);
    }

    /** The offset of this field in {@code Thread}; -1 if it has none, or it is not known. */
    static long offset(String field) {
        try {
            return UNSAFE == null ? -1 : UNSAFE.objectFieldOffset(Thread.class, field);
        } catch (Throwable t) {
            return -1;
        }
    }

    private static JdkUnsafe unsafe() {
        try {
            return JdkUnsafe.getUnsafe();
        } catch (Throwable t) {
            return null;
        }
    }

    @SuppressWarnings("deprecation") // threadId() came with 19
    private static long overridableId(Thread thread) {
        return thread.getId();
    }
}
