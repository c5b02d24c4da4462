/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Passes commands from outside of the process on to the agent that runs in it. The way leads through here because
 * whoever is loaded to bring a command sees this class, and can find no other of the agent's. Any thread.
 */
public abstract class Commands {
    private static volatile Commands taker;

    /** Has this one take all commands. The first call counts: the agent's, before the application starts. */
    public static synchronized void takenBy(Commands commands) {
        if (taker == null) {
            taker = commands;
        }
    }

    /** Executes a command; does nothing while no agent runs. */
    public static void run(String command) {
        Commands commands = taker;
        if (commands != null) {
            commands.execute(command);
        }
    }

    /** Called on the thread that brings the command. */
    protected abstract void execute(String command);
}
