/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import io.fasttelemetry.agent.export.StatusBoard;
import java.util.Properties;

/**
 * What an attaching process can learn of this agent: some of the JVM's agent properties, which the attach mechanism
 * reads and the application does not see. Any thread.
 */
final class AgentStatus implements StatusBoard {
    static final String KEY = "fasttelemetry.status";
    static final String RUNNING = "running version " + AgentVersion.VERSION;

    static void publish(String status) {
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
