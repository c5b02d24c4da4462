/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.AgentThreadGroup;

/** Threads of the agent's group, for tests of other packages. */
public final class TestThreads {
    private TestThreads() {}

    public static Thread agentThread(Runnable work, String name) {
        return new Thread(new AgentThreadGroup("fast-telemetry", new UncaughtLog()), work, name);
    }
}
