/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Passes commands from outside the process to the running agent. The class that the attach mechanism loads sees only
 * this class of the running agent, since it is in the boot loader. Any thread.
 */
public abstract class Commands {
    private static volatile Commands taker;

    /**
     * Sets the receiver of all commands. Only the first call counts, which is the agent's, before the application
     * starts.
     */
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

    /** Executes a command, on the thread that called {@link #run}. */
    protected abstract void execute(String command);
}
