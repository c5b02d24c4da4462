/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Remembers the latest connections, and since when they exist: a call learns whether its connection is a kept one, and
 * a connection that is too old serves one more call and is closed. Any thread.
 */
final class KnownConnections implements Interceptor {
    private final OpenCalls calls;
    private final Connection[] connections;
    private final long[] sinceNanos;
    private final long maxAgeNanos;
    private int next;

    /** @param count connections that may be open at the same time */
    KnownConnections(OpenCalls calls, int count, long maxAgeNanos) {
        this.calls = calls;
        connections = new Connection[2 * count]; // those that were closed are not taken out
        sinceNanos = new long[2 * count];
        this.maxAgeNanos = maxAgeNanos;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        ConnectionWatch watch = calls.watch(chain.call());
        boolean known;
        boolean old;
        synchronized (this) {
            int at = indexOf(chain.connection());
            known = at >= 0;
            if (!known) {
                at = next;
                next = (next + 1) % connections.length;
                connections[at] = chain.connection();
                sinceNanos[at] = System.nanoTime();
            }
            old = System.nanoTime() - sinceNanos[at] >= maxAgeNanos;
        }
        watch.connected(known);
        if (known) {
            Leftovers.refuse(chain);
        }
        Response response = chain.proceed(
                old ? request.newBuilder().header("Connection", "close").build() : request);
        watch.answered();
        return response;
    }

    private int indexOf(Connection connection) {
        for (int i = 0; i < connections.length; i++) {
            if (connections[i] == connection) {
                return i;
            }
        }
        return -1;
    }
}
