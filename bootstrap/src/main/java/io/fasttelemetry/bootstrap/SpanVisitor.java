/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/** What the export thread does with each finished span; called by {@link SpanCollector#drainTo} alone. */
public interface SpanVisitor {
    /**
     * One finished span. Nothing passed in may be kept after the call returns: the record is about to be overwritten
     * and what {@code thrown} keeps is given back.
     *
     * @param records holds the record, see {@link SpanLayout}
     * @param offset index of the record's first word
     * @param thrown what is known of what the method threw, or null
     * @param threadName name of the recording thread; the same String for consecutive spans of one thread
     */
    void visit(long[] records, int offset, ThrownRecord thrown, String threadName);
}
