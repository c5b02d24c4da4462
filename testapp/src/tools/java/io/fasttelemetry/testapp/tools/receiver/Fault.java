/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

/** What the receiver does with OTLP requests, or with connections. */
public enum Fault {
    OK(200),
    UNAVAILABLE(503),
    /** 503, and the next attempt may come in 20 s. */
    RETRY_AFTER_20(503),
    /** 301 to a path where there is nothing. */
    MOVED(301),
    /** Every other request ends without an answer, though it was read. */
    CUT_HALF(200),
    /** A connection, but never an answer. */
    HANG(0),
    /** Nobody listens. */
    DOWN(0),
    BAD_REQUEST(400),
    /** 200 after two seconds. */
    SLOW(200);

    /** No answer. */
    static final int NONE = 0;

    private final int status;

    Fault(int status) {
        this.status = status;
    }

    /**
     * The status that a request is answered with, or {@link #NONE}.
     *
     * @param request its number, from 1 on
     */
    int status(long request) {
        return this == CUT_HALF && request % 2 == 1 ? NONE : status;
    }
}
