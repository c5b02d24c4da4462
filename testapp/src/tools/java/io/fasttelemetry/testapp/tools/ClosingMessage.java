/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the agent reports at the end of its process, in spans. The only place in which the tools read the agent's own
 * words.
 *
 * @param text the whole message
 */
public record ClosingMessage(long started, long exported, long dropped, String text) {
    private static final Pattern MESSAGE =
            Pattern.compile("(?m)^.*\\bstarted (\\d+) spans?: exported (\\d+),.* dropped (\\d+) .*$");

    /** Finds the last one in what a program wrote to standard error; empty if the agent did not get to it. */
    public static Optional<ClosingMessage> find(String log) {
        Optional<ClosingMessage> last = Optional.empty();
        for (Matcher matcher = MESSAGE.matcher(log); matcher.find(); ) {
            last = Optional.of(new ClosingMessage(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)),
                    matcher.group()));
        }
        return last;
    }
}
