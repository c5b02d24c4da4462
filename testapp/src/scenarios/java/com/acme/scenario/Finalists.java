/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.function.Supplier;

/** Members that a broad rule meets though few of them can be traced well. */
public final class Finalists {
    private static final StringBuilder SEEN = new StringBuilder();

    static {
        SEEN.append("static initialiser;");
    }

    private final int size;
    private final Supplier<String> field = () -> "field lambda";

    {
        SEEN.append("instance initialiser;");
    }

    Finalists(int size) {
        this.size = checked(size);
    }

    Finalists() {
        this(3);
    }

    private static int checked(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("negative");
        }
        return size;
    }

    /** Its implementation has a bridge method. */
    interface Transformer<T> {
        T apply(T value);

        static <T> Transformer<T> twice(Transformer<T> once) {
            return value -> once.apply(once.apply(value));
        }
    }

    static final class Upper implements Transformer<String> {
        @Override
        public String apply(String value) {
            return value.toUpperCase(java.util.Locale.ROOT);
        }
    }

    abstract static class Base implements Cloneable {
        abstract Object make();

        @Override
        protected Base clone() throws CloneNotSupportedException {
            return (Base) super.clone();
        }
    }

    /** A covariant return: a bridge again. */
    static final class Derived extends Base {
        @Override
        String make() {
            return "made";
        }
    }

    /** Constants with bodies. */
    enum Operator {
        PLUS {
            @Override
            int apply(int a, int b) {
                return a + b;
            }
        },
        TIMES {
            @Override
            int apply(int a, int b) {
                return a * b;
            }
        };

        abstract int apply(int a, int b);
    }

    /** Reaches into its outer class. */
    final class Inner {
        private int secret() {
            return size * 10;
        }
    }

    native int nativeMethod(int n);

    synchronized int locked() {
        return size;
    }

    @Override
    public String toString() {
        return "Finalists of " + size;
    }

    @Override
    public int hashCode() {
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Finalists && ((Finalists) other).size == size;
    }

    public static void main(String[] args) throws CloneNotSupportedException {
        Finalists it = new Finalists();
        System.out.println(SEEN);
        System.out.println(it + " " + it.hashCode() + " " + it.equals(new Finalists(3)) + " " + it.locked());
        System.out.println(Transformer.twice(new Upper()).apply("upper") + " " + it.field.get());
        System.out.println(new Derived().make() + " " + new Derived().clone().make());
        for (Operator operator : Operator.values()) {
            System.out.println(operator + " " + operator.apply(3, 4) + " " + Operator.valueOf(operator.name()));
        }
        System.out.println(it.new Inner().secret());
        try {
            System.out.println(it.nativeMethod(1));
        } catch (UnsatisfiedLinkError e) {
            System.out.println("no native library");
        }
        try {
            System.out.println(new Finalists(-1));
        } catch (IllegalArgumentException e) {
            System.out.println("constructor threw " + e.getMessage());
        }
    }
}
