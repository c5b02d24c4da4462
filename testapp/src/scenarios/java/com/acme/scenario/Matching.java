/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/** Classes to name in rules, each with methods that must and methods that must not be traced. */
public final class Matching {
    private Matching() {}

    static final class Brackets {
        int first() {
            return 1;
        }

        int second() {
            return 2;
        }

        int third() {
            return 3;
        }
    }

    static final class Star {
        int one() {
            return 1;
        }

        static int two() {
            return 2;
        }

        private int three() {
            return 3;
        }
    }

    static final class Colons {
        int yes() {
            return 1;
        }

        /** An overload: the rule names them all. */
        int yes(int n) {
            return n;
        }

        int no() {
            return 2;
        }
    }

    static final class Whole {
        int all() {
            return 1;
        }

        /** Two levels down, with a rule of its own or none. */
        static final class Nested {
            int deep() {
                return 5;
            }
        }
    }

    static final class Unnamed {
        int first() {
            return 1;
        }
    }

    public static void main(String[] args) {
        Brackets brackets = new Brackets();
        Star star = new Star();
        Colons colons = new Colons();
        int sum = brackets.first() + brackets.second() + brackets.third();
        sum += star.one() + Star.two() + star.three();
        sum += colons.yes() + colons.yes(1) + colons.no();
        sum += new Whole().all() + new Whole.Nested().deep() + new Unnamed().first();
        System.out.println("sum " + sum);
    }
}
