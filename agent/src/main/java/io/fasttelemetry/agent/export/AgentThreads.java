/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.log.RateLimitedLog;

/**
 * The group of the export thread, and so of the threads that the HTTP client starts from it. What one of them does not catch
 * is a line of the agent's own, limited in rate, and not a stack trace on the application's standard error. Any thread.
 */
final class AgentThreads extends ThreadGroup {
    /** Stack of each thread that we start: what {@code -Xss} gives may be too little for TLS, and nobody tunes it for us. */
    static final long STACK_BYTES = 1L << 20;

    private final RateLimitedLog log = new RateLimitedLog();

    AgentThreads() {
        super(root(), "fast-telemetry");
    }

    private static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        try {
            log.error("thread", "thread " + thread.getName() + " ended: " + failure);
        } catch (Throwable ignored) {
            // no memory to say it
        }
    }
}
