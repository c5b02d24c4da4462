/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/**
 * Recognises Kotlin's suspend functions. Such a function returns when it suspends, and is called again by another
 * method, possibly on another thread, so spans around its calls would be pieces in several traces. Stateless; any
 * thread.
 */
public final class Suspending {
    private Suspending() {}

    /** Whether a method is a suspend function: its last parameter is a continuation. */
    public static boolean isSuspendFunction(String descriptor) {
        return descriptor.endsWith("Lkotlin/coroutines/Continuation;)Ljava/lang/Object;")
                || descriptor.endsWith("Lkotlin/coroutines/experimental/Continuation;)Ljava/lang/Object;");
    }

    /**
     * Whether a class is the body of a suspending lambda, or the state of a suspend function: all its methods are
     * pieces.
     */
    public static boolean isContinuation(String superName) {
        return superName != null
                && (superName.startsWith("kotlin/coroutines/jvm/internal/")
                        || superName.startsWith("kotlin/coroutines/experimental/jvm/internal/"));
    }
}
