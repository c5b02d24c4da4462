/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/**
 * Arguments, results and receivers of calls that nobody may ask for their text, their hash or whether they are equal.
 */
public final class HostileArguments {
    private HostileArguments() {}

    /** Throws, whatever it is asked. */
    static class Throwing {
        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("hashCode");
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("equals");
        }

        Throwing pass(Object argument) {
            return argument instanceof Throwing ? (Throwing) argument : this;
        }
    }

    /** Does not answer for a long time. */
    static final class Blocking extends Throwing {
        @Override
        public String toString() {
            return Integer.toString(hashCode());
        }

        @Override
        public int hashCode() {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 1;
        }
    }

    /** Never answers. */
    static final class Recursive extends Throwing {
        @Override
        public String toString() {
            return "again: " + this;
        }
    }

    public static void main(String[] args) {
        Throwing[] all = {new Throwing(), new Blocking(), new Recursive()};
        int same = 0;
        for (Throwing first : all) {
            for (Throwing second : all) {
                same += first.pass(second) == second ? 1 : 0;
            }
        }
        System.out.println("passed " + same);
    }
}
