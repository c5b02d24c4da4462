/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

/** Publishes the state of this agent, for another process to read. Any thread; never throws. */
public interface StatusBoard {
    /** Key of the state of the agent: "running" with its version, or why it is not running. */
    String STATUS = "fasttelemetry.status";

    /** Key of the span counts: {@code key: value} lines. */
    String COUNTS = "fasttelemetry.counts";

    /** Key of the answer to the last flush: its id, a blank, "done" or "failed", and what happened. */
    String FLUSH = "fasttelemetry.flush";

    void publish(String key, String text);
}
