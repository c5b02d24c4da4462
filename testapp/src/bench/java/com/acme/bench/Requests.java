/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

import java.util.Locale;

/**
 * The application whose cost under an agent is measured: {@code Requests MODE ARGUMENT...}. What a mode found is
 * printed as lines that begin with {@code sample} or {@code result}; everything else on standard output is an
 * agent's.
 */
public final class Requests {
    private Requests() {}

    public static void main(String[] arguments) throws Exception {
        int[] numbers = new int[arguments.length - 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(arguments[i + 1]);
        }
        switch (arguments[0]) {
            case "cost":
                new Cost(numbers[0], numbers[1], numbers[2], numbers[3]).run();
                break;
            case "rate":
                new Rate(numbers[0], numbers[1]).run();
                break;
            case "burst":
                new Variant().run(Variant.TRACED, numbers[0] / Variant.SPANS_PER_REQUEST);
                started(numbers[0]);
                break;
            case "virtual":
                new VirtualThreads(numbers[0], numbers[1], numbers[2]).run();
                break;
            case "short":
                new ManyThreads(numbers[0], numbers[1]).run();
                break;
            case "pace":
                new Pace(numbers[0]).run();
                break;
            default:
                throw new IllegalArgumentException(arguments[0]);
        }
    }

    static void started(long spans) {
        result("started", spans);
    }

    static void result(String name, long value) {
        System.out.println("result " + name + " " + value);
    }

    static void result(String name, double value) {
        System.out.printf(Locale.ROOT, "result %s %.2f%n", name, value);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
