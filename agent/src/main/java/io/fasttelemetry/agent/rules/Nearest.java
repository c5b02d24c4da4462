/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/** Finds the name that a misspelt one probably means. Stateless; any thread. */
public final class Nearest {
    private static final int MAX_CHARS = 200;

    private Nearest() {}

    /** The candidate with the fewest wrong letters, if these are few; otherwise null. */
    public static String of(String name, String[] candidates) {
        String best = null;
        for (String candidate : candidates) {
            if (candidate != null && isBetter(name, candidate, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /** Whether a candidate resembles the name, and more so than the best one so far, which may be null. */
    public static boolean isBetter(String name, String candidate, String best) {
        int limit = best == null ? maxWrong(name) : distance(name, best, maxWrong(name)) - 1;
        return limit >= 0 && distance(name, candidate, limit) <= limit;
    }

    /** Max number of wrong letters: half of them, and three in long names. */
    private static int maxWrong(String name) {
        return Math.min(3, name.length() / 2);
    }

    /**
     * The number of letters to add, remove or replace to turn one text into another, ignoring case. If it is above
     * {@code max}, any number above that.
     */
    static int distance(String from, String to, int max) {
        int rows = from.length();
        int columns = to.length();
        if (Math.abs(rows - columns) > max || rows > MAX_CHARS || columns > MAX_CHARS) {
            return max + 1;
        }
        int[] row = new int[columns + 1];
        for (int j = 0; j <= columns; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= rows; i++) {
            int diagonal = row[0];
            row[0] = i;
            int least = i;
            char c = Character.toLowerCase(from.charAt(i - 1));
            for (int j = 1; j <= columns; j++) {
                int replaced = diagonal + (c == Character.toLowerCase(to.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
                least = Math.min(least, row[j]);
            }
            if (least > max) {
                return max + 1;
            }
        }
        return row[columns];
    }
}
