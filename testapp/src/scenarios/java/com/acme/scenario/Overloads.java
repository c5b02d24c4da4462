/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.Arrays;

/** Every shape of argument and return value: a woven method must hand through all of them unchanged. */
public final class Overloads {
    private Overloads() {}

    public static void main(String[] args) {
        Overloads it = new Overloads();
        it.call();
        System.out.println(it.call((byte) -3) + " " + it.call((short) 400) + " " + it.call('x') + " " + it.call(7));
        System.out.println(it.call(1L << 40) + " " + it.call(1.5f) + " " + it.call(Math.PI) + " " + it.call(true));
        System.out.println(it.call("text") + " " + it.call((Object) null) + " " + it.call(2L, 3.0, 4, 5L));
        System.out.println(it.call("a", "b", "c") + " " + Arrays.toString(it.call(new int[] {1, 2})));
        System.out.println(Arrays.deepToString(it.call(new long[][] {{1}, {2, 3}})));
        System.out.println(fixed(1L, 2.0) + " " + it.hidden(5) + " " + locked(6) + " " + it.<String>generic("g"));
        System.out.println(it.manyLocals(1, 2.0, 3L, 4.0f) + " " + it.branches(-1) + it.branches(0) + it.branches(1));
        System.out.println(it.loops(10) + " " + it.finallyReturns() + " " + it.switches("two"));
    }

    void call() {
        System.out.println("void");
    }

    byte call(byte b) {
        return (byte) (b * 2);
    }

    short call(short s) {
        return (short) (s * 2);
    }

    char call(char c) {
        return (char) (c + 1);
    }

    int call(int i) {
        return i * 2;
    }

    long call(long l) {
        return l + 1;
    }

    float call(float f) {
        return f * 2;
    }

    double call(double d) {
        return d * 2;
    }

    boolean call(boolean b) {
        return !b;
    }

    String call(String s) {
        return s + "!";
    }

    Object call(Object o) {
        return o;
    }

    double call(long a, double b, int c, long d) {
        return a * b + c * d;
    }

    String call(String... many) {
        return String.join("+", many);
    }

    int[] call(int[] ints) {
        return new int[] {ints[1], ints[0]};
    }

    long[][] call(long[][] longs) {
        return new long[][] {longs[1], longs[0]};
    }

    static double fixed(long a, double b) {
        return a + b;
    }

    private int hidden(int n) {
        return n + 1;
    }

    static synchronized int locked(int n) {
        return n * n;
    }

    <T extends Comparable<T>> T generic(T value) {
        return value;
    }

    long manyLocals(int a, double b, long c, float d) {
        long e = a + c;
        double f = b * d;
        {
            int inner = (int) f;
            e += inner;
        }
        double g = f + e;
        return (long) g;
    }

    String branches(int n) {
        if (n < 0) {
            return "-";
        }
        return n == 0 ? "0" : "+";
    }

    int loops(int n) {
        int sum = 0;
        outer:
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (j == 5) {
                    continue outer;
                }
                sum += j;
            }
        }
        return sum;
    }

    String finallyReturns() {
        StringBuilder steps = new StringBuilder();
        try {
            steps.append("try ");
            throw new IllegalStateException("inside");
        } catch (IllegalStateException e) {
            steps.append("catch ");
            return steps.append(e.getMessage()).toString();
        } finally {
            steps.append(" finally");
        }
    }

    int switches(String word) {
        switch (word) {
            case "one":
                return 1;
            case "two":
                return 2;
            default:
                return 0;
        }
    }
}
