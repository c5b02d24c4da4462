/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/** Formats numbers with a noun for messages: "1 span", "2 spans". Stateless. */
public final class Counted {
    private Counted() {}

    public static String spans(long count) {
        return of(count, "span");
    }

    /** @param noun in the singular; its plural ends in s */
    public static String of(long count, String noun) {
        return count == 1 ? "1 ".concat(noun) : count + " " + noun + "s";
    }
}
