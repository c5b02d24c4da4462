/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.LoadedConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.control.AgentStatus;
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.agent.rules.MethodRules;

/**
 * Decides whether the agent is started with these settings. If not, logs the reason and publishes it for {@code
 * status}.
 */
final class StartCheck {
    /**
     * Min heap, below which the classes for sending do not fit: a little less than what the JVM reports for {@code
     * -Xmx16m}.
     */
    private static final long MIN_HEAP_BYTES = 14L << 20;

    private StartCheck() {}

    static boolean passes(LoadedConfig loaded) {
        AgentConfig config = loaded.config();
        AgentLog.configure(LogLevel.of(config.get(Options.LOG_LEVEL)), config.get(Options.LOG_FILE));
        String problems = "";
        for (String problem : loaded.problems()) {
            AgentLog.warn(problem);
            problems = problems + problem + "\n";
        }
        AgentStatus.publishProblems(problems);
        String reason = reasonAgainst(config);
        if (reason != null) {
            AgentStatus.publish(reason);
        }
        return reason == null;
    }

    /** The reason not to start, null if there is none. */
    private static String reasonAgainst(AgentConfig config) {
        if (!config.get(Options.ENABLED)) {
            return "disabled by configuration";
        }
        if (config.get(Options.METHODS).isEmpty()) {
            if (config.get(Options.METHODS) == MethodRules.NONE) {
                AgentLog.warn("no methods to trace: name them with -Dfasttelemetry.methods='com.acme.Cart[checkout]'");
            }
            return "no methods to trace";
        }
        long maxHeapBytes = Runtime.getRuntime().maxMemory();
        if (maxHeapBytes < MIN_HEAP_BYTES) {
            String reason = "maximum heap is " + (maxHeapBytes >> 20) + " MiB, at least " + (MIN_HEAP_BYTES >> 20)
                    + " MiB is required";
            AgentLog.warn("not started: " + reason);
            return reason;
        }
        return null;
    }
}
