/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * What the recorder reads of a thread past its methods. {@link Thread#getId} may be overridden by the application: it
 * may be traced, block, throw, or answer the same for all. Until JDK 19 there is no other method.
 *
 * <p>By offset, since that costs the start nothing: a variable handle would load and link some of {@code
 * java.lang.invoke}, which must not happen first at the end of an application's stack.
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
     * The innermost continuation that is mounted on a platform thread, or null; the field is that of {@link #offset}.
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
