/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

/** A request of four steps, as the application was written. */
final class Bare {
    long request(long x) {
        long result = step(step(step(step(x))));
        return result;
    }

    long step(long x) {
        long result = Work.tenNanos(x);
        return result;
    }
}
