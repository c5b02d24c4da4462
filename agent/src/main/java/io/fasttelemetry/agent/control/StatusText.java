/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import java.time.Instant;

/**
 * Makes published span counts readable: times become text. Done in this process, since formatting them in the traced
 * JVM would load classes there.
 */
final class StatusText {
    private static final String TIME = "time: ";

    private StatusText() {}

    static String readable(String published) {
        StringBuilder text = new StringBuilder();
        for (String line : published.split("\n", -1)) {
            int at = line.indexOf(TIME);
            boolean isTime = at >= 0 && line.indexOf(':') == at + TIME.length() - 2; // at the end of the key
            text.append(text.length() == 0 ? "" : "\n").append(isTime ? withTime(line, at + TIME.length()) : line);
        }
        return text.toString();
    }

    private static String withTime(String line, int valueAt) {
        try {
            long epochMillis = Long.parseLong(line.substring(valueAt));
            String time = epochMillis == 0
                    ? "never"
                    : Instant.ofEpochMilli(epochMillis).toString();
            return line.substring(0, valueAt) + time;
        } catch (NumberFormatException e) {
            return line; // from another version
        }
    }
}
