/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

/**
 * Stands in for {@code java.util.logging.Logger} in the bundled libraries; packaging redirects their references to it.
 * Their first log statement would otherwise choose the process's LogManager before the application can. Discards
 * everything. Thread-safe.
 */
public final class Logger {
    private static final Logger INSTANCE = new Logger();

    private Logger() {}

    public static Logger getLogger(String name) {
        return INSTANCE;
    }

    public boolean isLoggable(Level level) {
        return false;
    }

    public String getName() {
        return "";
    }

    public void log(Level level, String message) {}

    public void log(Level level, String message, Object parameter) {}

    public void log(Level level, String message, Throwable thrown) {}

    public void fine(String message) {}

    public void warning(String message) {}
}
