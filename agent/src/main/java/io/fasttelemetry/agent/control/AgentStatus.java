/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import io.fasttelemetry.agent.export.counts.StatusBoard;
import java.util.Properties;

/**
 * What an attaching process can learn of this agent: some of the JVM's agent properties, which the attach mechanism reads
 * and the application does not see. Any thread.
 */
public final class AgentStatus implements StatusBoard {
    static final String KEY = STATUS;
    public static final String RUNNING = "running version " + AgentVersion.VERSION;

    /** Publishes the state of this agent: {@link #RUNNING}, or why it does not run. */
    public static void publish(String status) {
        new AgentStatus().publish(KEY, status);
    }

    /** Any failure is ignored: only the answer to an attaching process is poorer for it. */
    @Override
    public void publish(String key, String text) {
        try {
            Object properties = Class.forName("jdk.internal.vm.VMSupport")
                    .getMethod("getAgentProperties")
                    .invoke(null);
            ((Properties) properties).setProperty(key, text);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // not this JVM
        }
    }
}
