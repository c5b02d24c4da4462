/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;

/** Finds the rule that a bad entry was probably meant to be. Stateless; loaded when there is a bad entry. */
final class Repair {
    private static final int MAX_CHARS = 400;

    private Repair() {}

    /** The nearest good entry; null if there is none. */
    static String of(String entry) {
        if (entry.length() > MAX_CHARS) {
            return null;
        }
        String[] candidates = {
            entry.concat("]"),
            entry.concat(")"),
            entry.concat("}"),
            entry.concat("\"}"),
            entry.replace('/', '.'),
            entry.replace("[]", "[*]").replace("[,]", "[*]"),
            entry.replace("::*", "[*]"),
            entry.endsWith("::") ? entry.substring(0, entry.length() - 2).concat("[*]") : null,
            entry.endsWith("#") ? entry.concat("*") : null,
            entry.endsWith(".") ? entry.concat("*") : null,
            entry.replace("..", "."),
            starInBrackets(entry),
            lastDotAsHash(entry),
            entry.replace("(..)", "(*)"),
            withoutFirstWord(entry),
            entry.replace("]]", "]"),
            missingOpening(entry),
        };
        RuleParser parser = new RuleParser(null, "", "", new ArrayList<>());
        for (String candidate : candidates) {
            if (candidate != null && !candidate.equals(entry) && parser.parse(candidate) != null) {
                return candidate;
            }
        }
        return null;
    }

    /** {@code Cart[ad*]} as {@code Cart#ad*}. */
    private static String starInBrackets(String entry) {
        int open = entry.indexOf('[');
        boolean single = open > 0 && entry.endsWith("]") && entry.indexOf(',', open) < 0;
        return single
                ? "+" + entry.substring(0, open).trim() + "#" + entry.substring(open + 1, entry.length() - 1)
                : null;
    }

    /** {@code Cart.add()} as {@code Cart#add()}. */
    private static String lastDotAsHash(String entry) {
        int open = entry.indexOf('(');
        int dot = open < 0 ? -1 : entry.lastIndexOf('.', open);
        return dot < 0 ? null : entry.substring(0, dot) + "#" + entry.substring(dot + 1);
    }

    /** {@code Cart add]} as {@code Cart[add]}. */
    private static String missingOpening(String entry) {
        int blank = entry.indexOf(' ');
        boolean closed = entry.endsWith("]") && entry.indexOf('[') < 0;
        return closed && blank > 0 ? entry.substring(0, blank) + "[" + entry.substring(blank + 1) : null;
    }

    private static String withoutFirstWord(String entry) {
        int blank = entry.indexOf(' ');
        return blank < 0 ? null : entry.substring(blank).trim();
    }
}
