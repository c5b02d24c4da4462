/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import io.fasttelemetry.agent.config.Compression;
import io.fasttelemetry.agent.config.ConfigLoader;
import io.fasttelemetry.agent.config.LoadedConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.control.AgentStatus;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/**
 * The first class in the agent's loader: reads the settings, places the recorder if the agent is to run, and only then
 * loads classes that refer to the recorder.
 *
 * <p>A start that ends before the recorder is placed can be tried again by attaching.
 *
 * <p>Runs with the agent's own permissions, which the threads that are started here inherit.
 */
public final class AgentStart implements PrivilegedExceptionAction<Void> {
    private static final String RECORDER_CLASSES = "io.fasttelemetry.agent.RecorderClasses";

    private final String arguments;
    private final Instrumentation instrumentation;

    private AgentStart(String arguments, Instrumentation instrumentation) {
        this.arguments = arguments;
        this.instrumentation = instrumentation;
    }

    public static void start(String arguments, Instrumentation instrumentation) throws Throwable {
        try {
            AccessController.doPrivileged(new AgentStart(arguments, instrumentation));
        } catch (PrivilegedActionException e) {
            throw e.getCause();
        }
    }

    @Override
    public Void run() throws Exception {
        ThrowAwayLoader recorderClasses = new ThrowAwayLoader(RECORDER_CLASSES);
        recorderClasses.call(RecorderClasses.OPEN, instrumentation);
        try {
            LoadedConfig loaded = ConfigLoader.load(arguments);
            if (StartCheck.passes(loaded)) {
                recorderClasses.call(RecorderClasses.DEFINE, instrumentation);
                if (loaded.config().get(Options.COMPRESSION) == Compression.ZLIB) {
                    // Now, while nothing can refuse it the library: a failure at the first request would be final.
                    Class.forName("java.util.zip.Deflater");
                }
                Agent.start(loaded.config(), instrumentation);
            }
        } catch (Throwable t) {
            AgentStatus.publish("not started: " + t);
            throw t;
        }
        return null;
    }
}
