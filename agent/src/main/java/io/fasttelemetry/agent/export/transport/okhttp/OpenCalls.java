/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.proto.EncodedRequest;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Call;

/** The calls that are under way, for those who cancel them. Any thread. */
final class OpenCalls {
    private final List<OpenCall> calls = new ArrayList<>();

    synchronized void add(OpenCall call) {
        calls.add(call);
    }

    synchronized void remove(OpenCall call) {
        calls.remove(call);
    }

    /** What is recorded of a call. OkHttp's own means, a tag of the request, loads 57 classes of Kotlin. */
    synchronized ConnectionWatch watch(Call call) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).call == call) {
                return calls.get(i).watch;
            }
        }
        throw new IllegalStateException("an unknown call");
    }

    synchronized void cancel(Signal signal) {
        for (int i = 0; i < calls.size(); i++) { // without an iterator, since there may be no memory for one
            if (calls.get(i).signal == signal) {
                calls.get(i).call.cancel();
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a request is one object for life
    synchronized void cancel(EncodedRequest request) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).request == request) {
                calls.get(i).call.cancel();
            }
        }
    }

    synchronized void cancelAll() {
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).call.cancel();
        }
    }

    /** A call with what it carries. Immutable but for {@link #watch}. */
    static final class OpenCall {
        final ConnectionWatch watch = new ConnectionWatch();
        final Call call;
        final Signal signal;
        final EncodedRequest request;

        OpenCall(Call call, Signal signal, EncodedRequest request) {
            this.call = call;
            this.signal = signal;
            this.request = request;
        }
    }
}
