/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import java.util.HashMap;
import java.util.Map;

/**
 * Log for events that can repeat, such as a receiver that is down: per topic five messages in the first minute, then
 * one a minute, each with the number of those left out since the one before.
 *
 * <p>Any thread. The stream is written outside the lock. A topic is a constant in the code; beyond {@link #MAX_TOPICS}
 * the rest share one. Messages below the level are neither written nor counted.
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

    /** Logs at ERROR; true if the message was written. */
    public boolean error(String topic, String message) {
        return log(LogLevel.ERROR, topic, message);
    }

    /** Logs at WARN; true if the message was written. */
    public boolean warn(String topic, String message) {
        return log(LogLevel.WARN, topic, message);
    }

    /**
     * Resets the number of left-out messages of a topic, since the caller has reported them by a message of its own,
     * for instance after a success. The limit stays in force: a receiver that comes and goes causes no more messages
     * than one that is down.
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
