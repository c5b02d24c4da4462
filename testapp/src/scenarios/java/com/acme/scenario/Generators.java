/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code Generators <n>}: continuations of the JDK, from 19 on, each begun on one thread, suspended in a traced
 * method, and resumed on another; both threads have other work meanwhile. Needs {@code --add-exports
 * java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
public final class Generators {
    private static Object scope;
    private static Method yield;

    private Generators() {}

    public static void main(String[] args) throws Exception {
        Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
        Class<?> type = Class.forName("jdk.internal.vm.Continuation");
        scope = scopeType.getConstructor(String.class).newInstance("generators");
        yield = type.getMethod("yield", scopeType);
        Constructor<?> constructor = type.getConstructor(scopeType, Runnable.class);
        Method run = type.getMethod("run");
        Method isDone = type.getMethod("isDone");
        ExecutorService first = Executors.newFixedThreadPool(1);
        ExecutorService second = Executors.newFixedThreadPool(1);
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            Object generator = constructor.newInstance(scope, (Runnable) Generators::generate);
            first.submit(() -> run.invoke(generator)).get();
            first.submit(Generators::other).get();
            second.submit(Generators::other).get();
            second.submit(() -> run.invoke(generator)).get();
            first.submit(Generators::other).get();
            second.submit(Generators::other).get();
            if (!(boolean) isDone.invoke(generator)) {
                throw new IllegalStateException("not done");
            }
        }
        first.shutdown();
        second.shutdown();
        System.out.println("generated");
    }

    static void generate() {
        step();
        suspend();
        step();
    }

    static void step() {
        // is traced
    }

    static void other() {
        step();
    }

    private static void suspend() {
        try {
            yield.invoke(null, scope);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
