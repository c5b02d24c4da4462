/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

/**
 * Stands in for {@code java.lang.Thread} as superclass of Okio's watchdog, and runs the same work on a thread of the
 * JDK's own class. The application can list all threads of the process, and through the watchdog's class would reach
 * the agent's class loaders.
 */
@SuppressWarnings("JavaLangClash") // packaging finds it by the name of the class that it replaces
public class Thread implements Runnable {
    private final java.lang.Thread thread;

    @SuppressWarnings("this-escape") // the thread is started later, by a method
    public Thread(String name) {
        thread = new java.lang.Thread(this, name);
    }

    public final void setDaemon(boolean daemon) {
        thread.setDaemon(daemon);
    }

    public final void start() {
        thread.start();
    }

    @Override
    public void run() {}
}
