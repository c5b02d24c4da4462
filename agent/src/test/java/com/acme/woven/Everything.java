/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.woven;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** One method of every kind. {@link #transcript} calls them all and tells what they did. */
@SuppressWarnings({"StaticAssignmentOfThrowable", "StatementSwitchToExpressionSwitch", "UnusedVariable"})
public class Everything implements Greeting, Comparable<Everything> {
    public static final RuntimeException THROWN = new IllegalArgumentException("always the same");

    private int count;

    public Everything() {
        count = 1;
    }

    public static String transcript() {
        List<Object> out = new ArrayList<>();
        Everything it = new Everything();
        it.nothing();
        out.add(it.count);
        out.addAll(Arrays.asList(it.aBoolean(), it.aByte(), it.aChar(), it.aShort(), it.anInt(), it.aLong()));
        out.addAll(Arrays.asList(it.aFloat(), it.aDouble(), it.anObject(), Arrays.toString(it.anArray())));
        out.add(wide(1L, 2.0, 3, 4L, 5.0f, "six"));
        out.addAll(Arrays.asList(overloaded(1), overloaded(1L), overloaded("1"), overloaded(null, 1)));
        out.addAll(Arrays.asList(varargs(), varargs(1), varargs(1, 2, 3)));
        out.add(it.calledPrivate());
        out.add(it.locked(5));
        out.add(lockedStatic(6));
        for (int i = 0; i < 5; i++) {
            out.add(it.tryCatchFinally(i));
            out.add(branches(i) + branches(-i * 1000));
            out.add(texts("case" + i));
        }
        out.add(loops(20));
        out.add(it.compareTo(new Everything()));
        out.add(it.greet() + it.defaultGreeting() + Greeting.polite("x"));
        out.add(new Inner("inner").text() + it.new Member().text());
        out.add(Colour.RED.mixed(Colour.BLUE)
                + Colour.BLUE.mixed(Colour.RED)
                + Colour.valueOf("BLUE")
                + Colour.values().length);
        out.add(it.reassigns(3, "a"));
        out.add(lambda(4).get());
        out.add(fibonacci(8));
        out.add(caught());
        out.add(new Point(1, 2).length());
        out.add(new Box<>("boxed").new Lid().content(1L) + new Box<>("local").local());
        return out.toString();
    }

    void nothing() {
        count++;
    }

    boolean aBoolean() {
        return count > 1;
    }

    byte aByte() {
        return (byte) 200;
    }

    char aChar() {
        return 'x';
    }

    short aShort() {
        return -5;
    }

    int anInt() {
        return count * 1000;
    }

    long aLong() {
        return 1L << 40;
    }

    float aFloat() {
        return 1.5f;
    }

    double aDouble() {
        return Math.PI;
    }

    Object anObject() {
        return null;
    }

    int[] anArray() {
        return new int[] {1, 2};
    }

    static String wide(long a, double b, int c, long d, float e, String f) {
        long sum = a + d;
        double product = b * e;
        return sum + "/" + product + "/" + c + f;
    }

    static String overloaded(int i) {
        return "int";
    }

    static String overloaded(long i) {
        return "long";
    }

    static String overloaded(String s) {
        return "String";
    }

    static String overloaded(Object o, int i) {
        return "two";
    }

    static int varargs(int... values) {
        return values.length;
    }

    private String secret() {
        return "secret";
    }

    String calledPrivate() {
        return secret();
    }

    synchronized int locked(int value) {
        return value + (Thread.holdsLock(this) ? 1 : 0);
    }

    static synchronized int lockedStatic(int value) {
        synchronized (Everything.class) {
            return value + (Thread.holdsLock(Everything.class) ? 1 : 0);
        }
    }

    String tryCatchFinally(int how) {
        StringBuilder out = new StringBuilder();
        try {
            out.append("try ");
            if (how == 1) {
                throw new IOException("io");
            }
            if (how == 2) {
                return out.append("returned ").toString();
            }
            try {
                if (how == 3) {
                    throw new IllegalStateException("inner");
                }
            } finally {
                out.append("inner ");
            }
        } catch (IOException | IllegalStateException e) {
            out.append(e.getMessage());
        } finally {
            count += how;
        }
        return out.append(count).toString();
    }

    static int branches(int value) {
        switch (value) {
            case 0:
                return 10;
            case 1:
            case 2:
                return value > 1 ? 11 : 12;
            case -1000:
                return 13;
            default:
                int result = value;
                while (result < 0) {
                    result += value % 2 == 0 ? 700 : 900;
                    if (result > 100) {
                        break;
                    }
                }
                return result;
        }
    }

    static String texts(String text) {
        return switch (text) {
            case "case0" -> "zero";
            case "case1", "case2" -> {
                String doubled = text + text;
                yield doubled.substring(2);
            }
            default -> text;
        };
    }

    static long loops(int n) {
        long sum = 0;
        outer:
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                if (j % 7 == 3) {
                    continue outer;
                }
                if (sum > 1000) {
                    break outer;
                }
                double d = j / 2.0;
                sum += (long) d + i;
            }
        }
        return sum;
    }

    /** The compiler adds a bridge. */
    @Override
    public int compareTo(Everything other) {
        return Integer.compare(count, other.count);
    }

    @Override
    public String greet() {
        return "hello";
    }

    /** The span's code must not see or spoil arguments that are assigned anew. */
    String reassigns(int number, String text) {
        long wider = number;
        number = number * 2;
        text = text + number + wider;
        return text;
    }

    static Supplier<Integer> lambda(int n) {
        return () -> n + 1;
    }

    static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    public static void throwing() {
        throw THROWN;
    }

    static String caught() {
        try {
            throwing();
            return "not reached";
        } catch (IllegalArgumentException e) {
            return e == THROWN ? "same" : "different";
        }
    }

    public static final class Inner {
        private final String text;

        Inner(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    class Member {
        String text() {
            return "member of " + count;
        }
    }

    /** Inner and local classes that use the type variables of what surrounds them. */
    static final class Box<T extends CharSequence> {
        private final T content;

        Box(T content) {
            this.content = content;
        }

        <U> String local() {
            class Local {
                T both(U other) {
                    return content;
                }
            }
            return new Local().both(null).toString();
        }

        final class Lid {
            T content(long unused) {
                return content;
            }
        }
    }

    enum Colour {
        RED,
        BLUE {
            @Override
            String mixed(Colour with) {
                return "blue";
            }
        };

        String mixed(Colour with) {
            return this + "+" + with;
        }
    }

    record Point(int x, int y) {
        Point {
            if (x < 0) {
                throw new IllegalArgumentException();
            }
        }

        double length() {
            return Math.hypot(x, y);
        }
    }
}
