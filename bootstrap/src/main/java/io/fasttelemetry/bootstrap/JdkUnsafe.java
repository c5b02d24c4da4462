/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Stands for {@code jdk.internal.misc.Unsafe}, by whose name packaging replaces this one: from {@code java.lang},
 * where the recorder then is, the JDK's class can be used, but not from these sources. As it is here, there is none.
 *
 * <p>The methods are those of the JDK's class, with their names and descriptors.
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
