/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/** What a parser has to say about one value of one setting. Used by the starting thread alone. */
final class ValueProblems {
    private final String settingName;
    private final List<String> lines;
    private String detail;

    ValueProblems(String settingName, List<String> lines) {
        this.settingName = settingName;
        this.lines = lines;
    }

    /** Reports a part of the value that is left out while the rest stands. */
    void note(String message) {
        lines.add(settingName + ": " + message);
    }

    /** Says why the whole value is bad. */
    void reject(String reason) {
        detail = reason;
    }

    /** The reason given to {@link #reject}, or null. */
    String detail() {
        return detail;
    }
}
