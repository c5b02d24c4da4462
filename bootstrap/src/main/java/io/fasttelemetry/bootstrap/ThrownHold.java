/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.ref.SoftReference;

/**
 * Soft reference to a Throwable until its first span is drained; the JVM clears it before it runs out of memory. All
 * spans of a thread that one Throwable ends share one, so records of the same exception can be recognised by it.
 */
final class ThrownHold extends SoftReference<Throwable> {
    /** Whether {@link ThrownRecords} counts it; written before the first record is published, then by the consumer. */
    boolean counted;

    ThrownHold(Throwable thrown) {
        super(thrown);
    }
}
