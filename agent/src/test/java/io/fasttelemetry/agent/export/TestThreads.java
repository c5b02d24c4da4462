/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/** Threads of the agent's group, for tests of other packages. */
public final class TestThreads {
    private TestThreads() {}

    public static Thread agentThread(Runnable work, String name) {
        return new Thread(new AgentThreads(), work, name);
    }
}
