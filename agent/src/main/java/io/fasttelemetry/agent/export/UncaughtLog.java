/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.log.RateLimitedLog;

/**
 * Logs what a thread of the agent or of its HTTP client does not catch, limited in rate, in place of a stack trace on
 * the application's standard error. Any thread.
 */
final class UncaughtLog implements Thread.UncaughtExceptionHandler {
    private final RateLimitedLog log = new RateLimitedLog();

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        try {
            log.error("thread", "thread " + thread.getName() + " ended: " + failure);
        } catch (Throwable ignored) {
            // no memory for the message
        }
    }
}
