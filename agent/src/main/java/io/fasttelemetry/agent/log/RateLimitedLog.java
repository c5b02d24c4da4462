/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import java.util.HashMap;
import java.util.Map;

/**
 * The log for what can happen again and again, such as a receiver that is down: per topic five lines in the first
 * minute, then one a minute, and each line says how many were left out since the one before it.
 *
 * <p>Any thread. The stream is written outside the lock. A topic is a constant in the code; should there be more than
 * {@link #MAX_TOPICS}, the rest share one. Lines below the level are neither printed nor counted.
 */
public final class RateLimitedLog {
    static final int MAX_TOPICS = 64;
    private static final String SHARED_TOPIC = "";

    private final NanoTimeSource clock;
    private final Map<String, LogTopic> topics = new HashMap<>();

    public RateLimitedLog() {
        this(new SystemNanoTime());
    }

    public RateLimitedLog(NanoTimeSource clock) {
        this.clock = clock;
    }

    /** Logs at ERROR; true if the line was let through. */
    public boolean error(String topic, String message) {
        return log(LogLevel.ERROR, topic, message);
    }

    /** Logs at WARN; true if the line was let through. */
    public boolean warn(String topic, String message) {
        return log(LogLevel.WARN, topic, message);
    }

    /**
     * The caller's own line has told of everything on this topic up to now, for instance after a success. The limit
     * stays in force: a receiver that comes and goes makes no more lines than one that is gone.
     */
    public void reported(String topic) {
        synchronized (topics) {
            LogTopic known = topics.get(topic);
            if (known != null) {
                known.takeSuppressedCount();
            }
        }
    }

    private boolean log(LogLevel level, String topic, String message) {
        if (!AgentLog.isEnabled(level)) {
            return false;
        }
        long suppressedCount;
        synchronized (topics) {
            LogTopic state = topic(topic);
            if (!state.admit(clock.nanoTime())) {
                return false;
            }
            suppressedCount = state.takeSuppressedCount();
        }
        AgentLog.log(
                level,
                suppressedCount == 0
                        ? message
                        : message + " (" + suppressedCount + " more of this kind were left out before)");
        return true;
    }

    private LogTopic topic(String topic) {
        LogTopic known = topics.get(topic);
        if (known != null) {
            return known;
        }
        String name = topics.size() < MAX_TOPICS ? topic : SHARED_TOPIC;
        LogTopic shared = topics.get(name);
        if (shared == null) {
            shared = new LogTopic();
            topics.put(name, shared);
        }
        return shared;
    }
}
