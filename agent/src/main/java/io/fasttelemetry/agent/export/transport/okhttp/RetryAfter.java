/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.export.transport.SendResult;
import java.time.Instant;
import okhttp3.Headers;

/** Reads the Retry-After header: seconds, or an HTTP date (RFC 9110, 10.2.3). */
final class RetryAfter {
    private RetryAfter() {}

    /**
     * Nanoseconds to wait, 0 for a date that has passed, {@link SendResult#NO_RETRY_AFTER} if the value is neither
     * form. A huge number is a long wait, which the retry policy caps.
     */
    static long parseNanos(String value, long epochMillis) {
        if (value == null || value.isEmpty()) {
            return SendResult.NO_RETRY_AFTER;
        }
        long seconds = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return dateNanos(value, epochMillis);
            }
            seconds = Math.min(1_000_000_000L, seconds * 10 + c - '0');
        }
        return seconds * 1_000_000_000L;
    }

    private static long dateNanos(String value, long epochMillis) {
        Instant date = date(value);
        if (date == null) {
            return SendResult.NO_RETRY_AFTER;
        }
        long millis = Math.max(0, Math.min(1_000_000_000_000L, date.toEpochMilli() - epochMillis));
        return millis * 1_000_000L;
    }

    private static Instant date(String value) {
        try {
            return Headers.of("Date", value).getInstant("Date");
        } catch (IllegalArgumentException e) {
            return null; // holds characters that a header must not have
        }
    }
}
