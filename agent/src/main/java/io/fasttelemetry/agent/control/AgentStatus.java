/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import io.fasttelemetry.agent.export.counts.StatusBoard;
import java.util.Properties;

/**
 * What an attaching process can learn of this agent: some of the JVM's agent properties, which the attach mechanism
 * reads and the application does not see. Any thread.
 */
public final class AgentStatus implements StatusBoard {
    static final String KEY = STATUS;
    /** What was wrong with the settings of the last start: lines. */
    static final String PROBLEMS = "fasttelemetry.problems";
    /** The setting of this name, as it is in force. */
    static final String METHODS = "fasttelemetry.methods";

    private static final String RUNNING = "running version " + AgentVersion.VERSION;

    private static volatile Properties properties = new Properties();

    /** Takes the JVM's agent properties; whatever is published before, or without them, nobody sees. */
    public static void publishIn(Properties agentProperties) {
        properties = agentProperties;
    }

    /** Publishes why the agent does not run. */
    public static void publish(String reason) {
        properties.setProperty(KEY, reason);
    }

    public static void publishRunning(String methods) {
        properties.setProperty(METHODS, methods);
        properties.setProperty(KEY, RUNNING);
    }

    /** Publishes what was wrong with the settings: lines, none if all was well. */
    public static void publishProblems(String lines) {
        properties.setProperty(PROBLEMS, lines);
    }

    @Override
    public void publish(String key, String text) {
        properties.setProperty(key, text);
    }
}
