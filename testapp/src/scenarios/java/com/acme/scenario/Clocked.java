/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.time.Instant;

/** {@code Clocked <millis>}: one call that takes so long, between two looks at the wall clock in nanoseconds. */
public final class Clocked {
    private Clocked() {}

    public static void main(String[] args) throws InterruptedException {
        Thread.currentThread().setName("clock watcher");
        System.out.println("thread " + threadId());
        System.out.println("before " + epochNanos());
        work(Long.parseLong(args[0]));
        System.out.println("after " + epochNanos());
    }

    @SuppressWarnings("deprecation") // threadId() came with 19
    private static long threadId() {
        return Thread.currentThread().getId();
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    static void work(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
