/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.lang.instrument.Instrumentation;

/**
 * First of the classes in the agent's loader: those that it starts refer to the recorder, so
 * that has to be there before.
 */
public final class AgentStart {
    private AgentStart() {}

    public static void start(String arguments, Instrumentation instrumentation) throws Throwable {
        RecorderClasses.define(instrumentation);
        Agent.start(arguments, instrumentation);
    }
}
