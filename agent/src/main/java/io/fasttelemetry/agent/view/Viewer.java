/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** The command {@code view}: starts the viewer, prints its address, and runs until the process is interrupted. */
public final class Viewer {
    /** Part of the heap that spans may take; the rest is for requests under way and for the collector's work. */
    private static final double SPANS_PART = 0.6;

    private Viewer() {}

    /**
     * Runs the viewer on the calling thread.
     *
     * @param arguments {@code view} and what follows it
     * @param jar the agent's jar
     * @return the exit code, when it could not start or was interrupted: 2 for unknown arguments, 1 for other failures
     */
    public static int run(String[] arguments, File jar, PrintStream out, PrintStream err) {
        ViewerOptions options;
        try {
            options = ViewerOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
        long maxBytes = (long) (Runtime.getRuntime().maxMemory() * SPANS_PART);
        TraceStore store = new TraceStore(options.spans(), maxBytes);
        try (ViewerServer server = start(store, options, jar)) {
            String host = options.host().indexOf(':') >= 0 ? "[" + options.host() + "]" : options.host();
            String address = "http://" + host + ":" + server.port();
            out.println("viewer: " + address + "/   takes OTLP at " + address + "/v1/traces; Ctrl+C ends it");
            if (!server.isLoopback()) {
                out.println("viewer: everybody who reaches this address can read the traces; there is no password");
            }
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            err.println("could not listen on " + options.host() + ":" + options.port() + ": " + e.getMessage()
                    + "; --port chooses another port");
            return 1;
        } catch (InterruptedException e) {
            return 0;
        } catch (NoClassDefFoundError e) {
            err.println("this Java cannot run the viewer: it lacks the module jdk.httpserver (" + e.getMessage() + ")");
            return 1;
        }
    }

    private static ViewerServer start(TraceStore store, ViewerOptions options, File jar) throws IOException {
        return ViewerServer.start(store, options.host(), options.port(), jar.getAbsolutePath());
    }
}
