/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/** Receives finished spans on the export thread, from {@link SpanCollector#drainTo}. */
public interface SpanVisitor {
    /**
     * Receives one finished span. Nothing passed in may be kept after the call returns: the record will be overwritten,
     * and what {@code thrown} keeps is released.
     *
     * @param records holds the record, see {@link SpanLayout}
     * @param offset index of the record's first word
     * @param thrown record of the Throwable that the method threw, or null
     * @param threadName name of the recording thread; the same String for consecutive spans of one thread
     */
    void visit(long[] records, int offset, ThrownRecord thrown, String threadName);
}
