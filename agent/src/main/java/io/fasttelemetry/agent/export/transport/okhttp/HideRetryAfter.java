/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Moves the value of Retry-After to another header, {@link #SEEN}, for the sender: OkHttp itself repeats a request at
 * once when it sees {@code Retry-After: 0}.
 */
final class HideRetryAfter implements Interceptor {
    static final String SEEN = "Fast-Telemetry-Retry-After";

    private static final String RETRY_AFTER = "Retry-After";

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String value = response.header(RETRY_AFTER);
        if (value == null) {
            return response;
        }
        Headers.Builder headers = response.headers().newBuilder().removeAll(RETRY_AFTER);
        headers.addUnsafeNonAscii(SEEN, value); // the value may hold any character
        return response.newBuilder().headers(headers.build()).build();
    }
}
