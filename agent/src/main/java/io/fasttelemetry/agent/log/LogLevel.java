/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/** Log levels; each includes the ones before it. */
public enum LogLevel {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG;

    /** The level of this name in any case; {@code WARN} for anything else. Any thread. */
    public static LogLevel of(String name) {
        for (LogLevel level : values()) {
            if (level.name().equalsIgnoreCase(name)) {
                return level;
            }
        }
        return WARN;
    }

    boolean includes(LogLevel other) {
        return compareTo(other) >= 0;
    }
}
