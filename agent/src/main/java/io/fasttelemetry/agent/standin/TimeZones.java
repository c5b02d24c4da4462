/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

import java.util.SimpleTimeZone;
import java.util.TimeZone;

/**
 * Stands in for {@code TimeZone.getTimeZone}, which OkHttp asks for GMT. The JDK would open its time zone database for
 * that, and if it cannot be opened at that moment, the application can format no date for the life of the JVM.
 * Thread-safe.
 */
public final class TimeZones {
    private TimeZones() {}

    public static TimeZone getTimeZone(String id) {
        return id.equals("GMT") ? new SimpleTimeZone(0, id) : TimeZone.getTimeZone(id);
    }
}
