/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.log.AgentLog;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Weaves classes that are loaded already: those from before the agent's start, and those of {@link LateClasses}.
 *
 * <p>They are retransformed in one call, since each call stops all threads of the application, and one by one only if
 * that call fails, so that a bad class does not keep the others from being woven. {@link #weaveLate} is for the export
 * thread.
 */
final class LoadedClasses {
    /** Interval of looking for late classes. */
    private static final long LATE_PAUSE_NANOS = 200_000_000L;

    private final RuleMatcher matcher;
    private long nextLateNanos = System.nanoTime();

    LoadedClasses(RuleMatcher matcher) {
        this.matcher = matcher;
    }

    /** Weaves all loaded classes that have a rule. */
    void weaveAll(Instrumentation instrumentation) {
        List<Class<?>> matching = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            try {
                boolean leftAlone = MethodTransformer.isLeftAlone(type.getClassLoader()) || type.isArray();
                if (!leftAlone && instrumentation.isModifiableClass(type) && matcher.match(type).length > 0) {
                    matching.add(type);
                }
            } catch (Throwable t) {
                report(type, t);
            }
        }
        retransform(instrumentation, matching);
    }

    /** Weaves the late classes that are loaded now and have a rule. */
    void weaveLate(Instrumentation instrumentation) {
        LateClasses late = matcher.late();
        if (late.isEmpty() || System.nanoTime() - nextLateNanos < 0) {
            return;
        }
        nextLateNanos = System.nanoTime() + LATE_PAUSE_NANOS;
        List<Class<?>> matching = new ArrayList<>();
        for (Class<?> type : late.takeLoaded(instrumentation)) {
            try {
                if (matcher.matchLate(type).length > 0 && instrumentation.isModifiableClass(type)) {
                    matching.add(type);
                }
            } catch (Throwable t) {
                report(type, t);
            }
        }
        retransform(instrumentation, matching);
    }

    private static void retransform(Instrumentation instrumentation, List<Class<?>> types) {
        if (types.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
        } catch (Throwable all) {
            for (Class<?> type : types) {
                try {
                    instrumentation.retransformClasses(type);
                } catch (Throwable t) {
                    report(type, t);
                }
            }
        }
    }

    private static void report(Class<?> type, Throwable failure) {
        try {
            AgentLog.warnLater("class " + type.getName() + " is left as it was: " + failure);
        } catch (Throwable ignored) {
            // no memory or no stack for the message; the class is left as it was all the same
        }
    }
}
