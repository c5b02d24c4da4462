/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

/**
 * The three forms of the request. One instance a thread; {@link #run} has a loop for each, so that every call site
 * has one target, as in an application.
 */
final class Variant {
    static final int BARE = 0;
    static final int CLOCKED = 1;
    static final int TRACED = 2;
    static final String[] NAMES = {"bare", "clocked", "traced"};

    /** The request and its four steps. */
    static final int SPANS_PER_REQUEST = 5;

    @SuppressWarnings("UnusedVariable") // so that the work is done
    private static volatile long sink;

    private final Bare bare = new Bare();
    private final Clocked clocked = new Clocked();
    private final Traced traced = new Traced();

    void run(int variant, int requests) {
        long x = requests;
        if (variant == BARE) {
            for (int i = 0; i < requests; i++) {
                x = bare.request(x);
            }
        } else if (variant == CLOCKED) {
            for (int i = 0; i < requests; i++) {
                x = clocked.request(x);
            }
        } else {
            for (int i = 0; i < requests; i++) {
                x = traced.request(x);
            }
        }
        sink = x;
    }
}
