/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/** The settings, and one message for each problem with them, to be logged as warnings. Immutable. */
public final class LoadedConfig {
    private final AgentConfig config;
    private final List<String> problems;

    LoadedConfig(AgentConfig config, List<String> problems) {
        this.config = config;
        this.problems = List.copyOf(problems);
    }

    public AgentConfig config() {
        return config;
    }

    /** The messages, without secrets; empty if there is no problem. */
    public List<String> problems() {
        return problems;
    }
}
