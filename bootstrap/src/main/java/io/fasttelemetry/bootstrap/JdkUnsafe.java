/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Stands for {@code jdk.internal.misc.Unsafe}, with whose name packaging replaces this class's: the recorder can use
 * the JDK's class from {@code java.lang}, but these sources cannot. Unpackaged, {@link #getUnsafe} is null.
 *
 * <p>The methods have the names and descriptors of the JDK's.
 */
final class JdkUnsafe {
    private JdkUnsafe() {}

    static JdkUnsafe getUnsafe() {
        return null;
    }

    long objectFieldOffset(Class<?> type, String field) {
        return -1;
    }

    long getLong(Object object, long offset) {
        return 0;
    }

    /** From JDK 12 on. */
    Object getReference(Object object, long offset) {
        return null;
    }
}
