/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.log.RateLimitedLog;

/**
 * What one of the agent's threads does not catch, and so one of the HTTP client's, is a log message of the agent's,
 * limited in rate, and not a stack trace on the application's standard error. Any thread.
 */
final class UncaughtLog implements Thread.UncaughtExceptionHandler {
    private final RateLimitedLog log = new RateLimitedLog();

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        try {
            log.error("thread", "thread " + thread.getName() + " ended: " + failure);
        } catch (Throwable ignored) {
            // no memory to say it
        }
    }
}
