/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a receiver has, as one line of text: {@code requests=… received=… duplicates=… bad=…}.
 *
 * @param received spans in requests that were answered with success, duplicates included
 * @param duplicates spans that had come before; 0 if ids are not looked at
 * @param bad requests that could not be read
 */
public record ReceiverCounts(long requests, long received, long duplicates, long bad) {
    private static final Pattern LINE = Pattern.compile("requests=(\\d+) received=(\\d+) duplicates=(\\d+) bad=(\\d+)");

    /**
     * Finds the last such line in what a receiver printed.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ReceiverCounts find(String output) {
        ReceiverCounts last = null;
        for (Matcher matcher = LINE.matcher(output); matcher.find(); ) {
            last = new ReceiverCounts(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)),
                    Long.parseLong(matcher.group(4)));
        }
        if (last == null) {
            throw new IllegalArgumentException("no counts of a receiver in: " + output);
        }
        return last;
    }

    @Override
    public String toString() {
        return "requests=" + requests + " received=" + received + " duplicates=" + duplicates + " bad=" + bad;
    }
}
