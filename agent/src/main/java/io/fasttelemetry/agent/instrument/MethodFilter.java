/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Has the last word on which methods are woven, whatever the rules say. Thread-safe. */
interface MethodFilter {
    boolean excludes(String className, String methodName);

    /** The descriptors of all annotations above this one; empty if they are not known. */
    default Set<String> annotationsAbove(String annotation) {
        return Collections.emptySet();
    }

    /** Counts a method that is about to be woven; returns false if its rule has matched too many. */
    default boolean admits(MethodRule rule, String className, String methodAndDescriptor) {
        return true;
    }

    /** The class file of a type that the class may mention, by its internal name; null if it is not at hand. */
    default byte[] classFile(String internalName) {
        return null;
    }

    /** Takes note of a class that rules apply to, with the names of all its methods. */
    default void saw(String className, MethodRule[] rules, List<String> methodNames) {}
}
