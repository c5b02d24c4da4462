/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;

/**
 * Rewrites one class: puts a span around each method that a rule names. Holds the {@link ClassWeaver} that does it,
 * which is made for the first class and made anew, with all its classes, once one of them can no longer be used.
 *
 * <p>Thread-safe. Threads that need the weaver while another one makes it wait for a bounded time and then make one of
 * their own: no lock is held meanwhile, since a security manager's code may run.
 */
class Weaver {
    /** Number of failures after which no class is woven any more: each costs as much time as a start. */
    static final int MAX_FAILURES = 16;

    private static final long MAX_WAIT_MILLIS = 2_000;

    private final SharedOperations operations;
    private final LeftAlone leftAlone;

    /** Null until the first class is woven. Written under the lock, as are the two below. */
    private volatile ClassWeaver current;

    private Thread maker;
    private int failures;

    Weaver(SharedOperations operations, LeftAlone leftAlone) {
        this.operations = operations;
        this.leftAlone = leftAlone;
    }

    /**
     * Weaves spans into a class; returns null if no method was woven. If the weaver cannot be made, throws what making
     * it threw: the next class is another attempt.
     *
     * @param className with dots
     * @param rules the rules that name the class or one of its supertypes
     */
    final byte[] weave(String className, byte[] classFile, MethodRule[] rules, MethodFilter filter) {
        MethodSelection selection = MethodSelection.of(className, classFile, rules, filter);
        TracedClass type = new TracedClass(className, classFile, selection, operations, leftAlone);
        ClassWeaver weaver = current;
        if (weaver != null) {
            try {
                return weaver.weave(type);
            } catch (LinkageError e) {
                countFailure(); // one of its classes is unusable for good
            }
        }
        ClassWeaver other = otherThan(weaver);
        return other == null ? null : other.weave(type);
    }

    /** The weaver that is there by now, or a new one; null after too many failures. */
    private ClassWeaver otherThan(ClassWeaver broken) {
        synchronized (this) {
            awaitMaker(broken);
            if (current != broken) {
                return current;
            }
            if (failures >= MAX_FAILURES) {
                leftAlone.logOnce("no more classes are woven: the weaver failed " + failures + " times");
                return null;
            }
            maker = Thread.currentThread();
        }
        ClassWeaver made = null;
        try {
            made = newWeaver();
            return made;
        } finally {
            finish(made, broken);
        }
    }

    private void awaitMaker(ClassWeaver broken) {
        long deadline = System.nanoTime() + MAX_WAIT_MILLIS * 1_000_000L;
        boolean interrupted = false;
        while (current == broken && maker != null && maker != Thread.currentThread()) {
            long left = (deadline - System.nanoTime()) / 1_000_000L;
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void finish(ClassWeaver made, ClassWeaver broken) {
        maker = null;
        if (made == null) {
            failures++;
        } else if (current == broken) {
            current = made;
        }
        notifyAll();
    }

    private synchronized void countFailure() {
        failures++;
    }

    /** Makes a weaver with classes of its own. */
    ClassWeaver newWeaver() {
        return WeaverClassLoader.newWeaver();
    }
}
