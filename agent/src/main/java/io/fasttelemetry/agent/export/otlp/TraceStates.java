/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.bootstrap.Sampling;

/**
 * Texts for a span's {@code trace_state} that give the probability with which its trace was kept: {@code ot=th:} and
 * the threshold in hexadecimal, without trailing zeros (OpenTelemetry, "TraceState: Probability Sampling"). Receivers
 * scale counts by it. Owned by the export thread.
 */
final class TraceStates {
    private static final int THRESHOLD_DIGITS = 14;

    private final String[] byLevel = new String[256];

    /** The trace state of a trace that was kept at this shed level; null if every trace was kept. */
    String at(int shedLevel) {
        long threshold = Sampling.threshold(shedLevel);
        if (threshold == 0) {
            return null;
        }
        String known = byLevel[shedLevel];
        if (known == null) {
            known = text(threshold);
            byLevel[shedLevel] = known;
        }
        return known;
    }

    private static String text(long threshold) {
        StringBuilder text = new StringBuilder("ot=th:");
        for (int digit = THRESHOLD_DIGITS - 1; digit >= 0 && threshold << (8 * 8 - 4 * (digit + 1)) != 0; digit--) {
            text.append(Character.forDigit((int) (threshold >>> (4 * digit)) & 15, 16));
        }
        return text.toString();
    }
}
