/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

/** The same as {@link Bare}; the agent under test makes spans of its two methods. */
final class Traced {
    long request(long x) {
        long result = step(step(step(step(x))));
        return result;
    }

    long step(long x) {
        long result = Work.tenNanos(x);
        return result;
    }
}
