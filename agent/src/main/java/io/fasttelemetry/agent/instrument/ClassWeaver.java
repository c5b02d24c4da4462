/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/**
 * Weaves class files. {@link WeaverClassLoader} loads the implementation together with Byte Buddy, so that both can be
 * loaded again. Thread-safe.
 */
public interface ClassWeaver {
    /** Returns the class file with spans, or null if no method was woven. */
    byte[] weave(TracedClass type);
}
