/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.Signal;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

final class ConnectThreadsTest {
    private final Call call = new OkHttpClient()
            .newCall(new Request.Builder().url("http://localhost:1").build());

    private void run(Runnable work) throws InterruptedException {
        OpenCalls.OpenCall open = new OpenCalls.OpenCall(call, Signal.TRACES, TestSpans.batch(1, null));
        ConnectThreads.serve(open);
        Thread thread = new ConnectThreads().newThread(work);
        thread.setUncaughtExceptionHandler((ended, failure) -> {});
        assertThat(thread.isDaemon()).isTrue();
        thread.start();
        thread.join();
        ConnectThreads.leave(open);
    }

    @Test
    void newThread_thatEndsByAnErrorCancelsTheCallThatWaitsForIt() throws InterruptedException {
        run(() -> {
            throw new OutOfMemoryError("for a test");
        });

        assertThat(call.isCanceled()).isTrue();
        assertThat(ConnectThreads.takeLost()).isTrue();
        assertThat(ConnectThreads.takeLost()).isFalse();
    }

    @Test
    void newThread_thatEndsLeavesTheCallAlone() throws InterruptedException {
        run(() -> {});

        assertThat(call.isCanceled()).isFalse();
        assertThat(ConnectThreads.takeLost()).isFalse();
    }
}
