/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.Random;
import java.util.function.Supplier;

/** Woven recursion until the stack ends, from varying depths, so that the overflow strikes at every place. */
final class StackOverflow {
    private StackOverflow() {}

    static void repeat(int times, Supplier<ThreadState> enter, Runnable after) {
        repeat(times, () -> recurse(enter), after);
    }

    /** @param recursion woven, and without an end */
    static void repeat(int times, Runnable recursion, Runnable after) {
        Random random = new Random(times);
        for (int i = 0; i < times; i++) {
            int odd = random.nextInt(64);
            try {
                shift(odd, random.nextInt(8), recursion);
                throw new AssertionError("no overflow");
            } catch (StackOverflowError e) {
                // as wanted
            }
            after.run();
        }
    }

    private static void shift(int frames, int longs, Runnable recursion) {
        if (frames > 0) {
            shift(frames - 1, longs, recursion);
        } else if (longs > 3) {
            wide(longs, 1, 2, 3, 4, recursion);
        } else {
            recursion.run();
        }
    }

    private static void wide(long a, long b, long c, long d, long e, Runnable recursion) {
        if (a > 4) {
            wide(a - 1, e, b, c, d, recursion);
        } else {
            recursion.run();
        }
    }

    private static void recurse(Supplier<ThreadState> enter) {
        Woven.run(enter, 1, () -> recurse(enter));
    }

    /** Goes down to the end of the stack untraced and runs roots in the last frames; returns how many failed. */
    static int rootsAtTheEnd(int roots) {
        int[] left = {roots, 0};
        Runnable nothing = () -> {};
        Woven.run(1, nothing); // links what could not be linked at the end
        down(left, nothing);
        return left[1];
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static void down(int[] left, Runnable nothing) {
        try {
            down(left, nothing);
        } catch (StackOverflowError e) {
            // the end: roots from here on
        }
        if (left[0] > 0) {
            left[0]--;
            try {
                Woven.run(1, nothing);
            } catch (StackOverflowError e) {
                left[1]++;
            }
        }
    }
}
