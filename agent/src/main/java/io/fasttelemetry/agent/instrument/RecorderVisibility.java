/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.bootstrap.ThreadState;

/**
 * Checks whether a loader finds the recorder, which woven code calls. A loader has to delegate {@code java.lang}, but
 * some delegate only names that are on a list.
 *
 * <p>Asks each loader once, on the thread that defines a class in it, before the first class of it is woven. The JVM
 * remembers for each loader which classes it found, so woven code is linked without asking again. Thread-safe.
 */
final class RecorderVisibility {
    private final LoaderCache<Boolean> seen = new LoaderCache<>();
    private final LeftAlone leftAlone;

    RecorderVisibility(LeftAlone leftAlone) {
        this.leftAlone = leftAlone;
    }

    /** Whether classes of this loader can be woven. */
    boolean isVisibleTo(ClassLoader loader) {
        Boolean known = seen.get(loader);
        if (known == null) {
            known = seen.putIfAbsent(loader, ask(loader));
        }
        return known;
    }

    private Boolean ask(ClassLoader loader) {
        Throwable failure = null;
        try {
            boolean found = Class.forName(ThreadState.class.getName(), false, loader) == ThreadState.class;
            Class.forName("java.lang.Throwable", false, loader); // woven code catches it
            if (found) {
                return Boolean.TRUE;
            }
        } catch (VirtualMachineError e) {
            throw e; // not the loader's fault
        } catch (Throwable t) {
            failure = t;
        }
        // The class's name and not the loader's toString, which is the application's code.
        leftAlone.log(
                "what " + loader.getClass().getName() + " loads",
                "it does not find " + ThreadState.class.getName() + ", which traced methods call"
                        + (failure == null ? "" : " (" + failure.getClass().getName() + ")")
                        + "; it has to delegate java.* to its parent");
        return Boolean.FALSE;
    }
}
