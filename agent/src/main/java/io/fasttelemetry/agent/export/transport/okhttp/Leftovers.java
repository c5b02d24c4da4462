/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.internal.connection.RealCall;
import okhttp3.internal.connection.RealConnection;
import okhttp3.internal.http.RealInterceptorChain;
import okio.BufferedSource;
import okio.Source;

/**
 * Finds bytes on a kept connection that no request has asked for: a second answer to the last request, for instance.
 * OkHttp would take them for the answer to the next one, and its spans would count as exported. Stateless; any thread.
 */
final class Leftovers {
    private Leftovers() {}

    /**
     * Refuses the connection of a call, which has not been sent yet, if something waits to be read there. Called by a
     * network interceptor.
     */
    static void refuse(Interceptor.Chain chain) throws IOException {
        if (isBuffered(chain) || chain.connection().socket().getInputStream().available() > 0) {
            ((RealInterceptorChain) chain).getExchange$okhttp().noNewExchangesOnConnection();
            throw new IOException("an answer came before the request");
        }
    }

    /** Whether OkHttp has read something already, together with the last answer or while it tried the connection. */
    private static boolean isBuffered(Interceptor.Chain chain) throws IOException {
        RealConnection connection = (RealConnection) chain.connection();
        Source source = connection
                .newCodec$okhttp(((RealCall) chain.call()).getClient(), (RealInterceptorChain) chain)
                .getSocket()
                .getSource();
        return source instanceof BufferedSource
                && ((BufferedSource) source).getBuffer().size() > 0;
    }
}
