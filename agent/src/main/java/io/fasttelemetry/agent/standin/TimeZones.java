/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

import java.util.SimpleTimeZone;
import java.util.TimeZone;

/**
 * Stands in for {@code TimeZone.getTimeZone}, which OkHttp asks for GMT. The JDK would open its database of zones for
 * that, and where it cannot be opened at that moment, no date of the application's can be formatted for the life of
 * the JVM. Thread-safe.
 */
public final class TimeZones {
    private TimeZones() {}

    public static TimeZone getTimeZone(String id) {
        return id.equals("GMT") ? new SimpleTimeZone(0, id) : TimeZone.getTimeZone(id);
    }
}
