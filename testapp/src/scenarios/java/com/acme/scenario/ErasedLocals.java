/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ErasedLocals <tasks> <callsEach>}: tasks on a pool whose workers lose their thread-locals after each. Needs
 * {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 */
public final class ErasedLocals {
    private ErasedLocals() {}

    public static void main(String[] args) throws Exception {
        Field locals = Thread.class.getDeclaredField("threadLocals");
        locals.setAccessible(true);
        int calls = Integer.parseInt(args[1]);
        AtomicLong sum = new AtomicLong();
        ForkJoinPool pool = new ForkJoinPool(4);
        List<Future<?>> tasks = new ArrayList<>();
        for (int task = 0; task < Integer.parseInt(args[0]); task++) {
            tasks.add(pool.submit(() -> {
                for (int i = 0; i < calls; i++) {
                    sum.addAndGet(work(i));
                }
                locals.set(Thread.currentThread(), null);
                return null;
            }));
            if (tasks.size() == 20) {
                for (Future<?> each : tasks) {
                    each.get();
                }
                tasks.clear();
                Thread.sleep(1);
            }
        }
        for (Future<?> each : tasks) {
            each.get();
        }
        System.out.println("sum " + sum);
    }

    static int work(int n) {
        return n % 5;
    }
}
