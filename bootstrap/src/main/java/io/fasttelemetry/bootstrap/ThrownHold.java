/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.ref.SoftReference;

/**
 * A Throwable until its first span is drained, softly: the JVM clears it before it runs out of memory. All spans that
 * one Throwable ends in a thread share one, so two records of one exception have the same.
 */
final class ThrownHold extends SoftReference<Throwable> {
    /**
     * Whether it is counted in {@link ThrownRecords}; written before the first record is published, then by the
     * consumer.
     */
    boolean counted;

    ThrownHold(Throwable thrown) {
        super(thrown);
    }
}
