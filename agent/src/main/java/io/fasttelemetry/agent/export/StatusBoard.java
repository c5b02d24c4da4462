/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/** Where another process can read how the exporter is doing. Any thread; never throws. */
public interface StatusBoard {
    /** The accounts, as {@code key: value} lines. */
    String ACCOUNTS = "fasttelemetry.accounts";

    /** What came of the last flush that was asked for: its id, a blank, "done" or "failed", and what happened. */
    String FLUSH = "fasttelemetry.flush";

    void publish(String key, String text);
}
