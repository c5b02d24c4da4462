/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Records how far a call got: whether it had a connection, whether an earlier call had used that connection, and
 * whether the head of an answer came. One call at a time; read by the thread of the call when it has ended.
 */
final class ConnectionWatch implements Interceptor {
    private Connection last;
    private boolean connected;
    private boolean reused;
    private boolean answered;

    /** Resets the state for a call that is about to begin. */
    void begin() {
        connected = false;
        reused = false;
        answered = false;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        connected = true;
        reused = connection == last;
        last = connection;
        Response response = chain.proceed(chain.request());
        answered = true;
        return response;
    }

    /** Whether there was a connection; if not, nothing was sent. */
    boolean isConnected() {
        return connected;
    }

    /** Whether an earlier call had used the connection. */
    boolean isReused() {
        return reused;
    }

    /** Whether the call ended without an answer on a connection that an earlier call had used. */
    boolean isReuseInVain() {
        return reused && !answered;
    }
}
