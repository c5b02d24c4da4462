/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import io.fasttelemetry.agent.export.counts.StatusBoard;
import java.util.Properties;

/**
 * Publishes this agent's state in the JVM's agent properties, which another process reads over the attach mechanism and
 * the application does not see. Any thread.
 */
public final class AgentStatus implements StatusBoard {
    static final String KEY = STATUS;
    /** Key of the problems with the settings of the last start, one a line. */
    static final String PROBLEMS = "fasttelemetry.problems";
    /** Key of the rules in force. */
    static final String METHODS = "fasttelemetry.methods";

    private static final String RUNNING = "running version " + AgentVersion.VERSION;

    private static volatile Properties properties = new Properties();

    /** Sets the JVM's agent properties. What is published before, or without them, cannot be read by anybody. */
    public static void publishIn(Properties agentProperties) {
        properties = agentProperties;
    }

    /** Publishes why the agent is not running. */
    public static void publish(String reason) {
        properties.setProperty(KEY, reason);
    }

    public static void publishRunning(String methods) {
        properties.setProperty(METHODS, methods);
        properties.setProperty(KEY, RUNNING);
    }

    /** Publishes the problems with the settings, one a line; empty if there are none. */
    public static void publishProblems(String lines) {
        properties.setProperty(PROBLEMS, lines);
    }

    @Override
    public void publish(String key, String text) {
        properties.setProperty(key, text);
    }
}
