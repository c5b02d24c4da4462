/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The finished jar allocates nothing for a span on the application's thread, but now and then a chunk, until there are
 * as many as the buffers may have: far less than the smallest object for each span.
 */
class AllocationIT {
    private static final int CALLS = 100_000;
    private static final int BUFFER_BYTES = 256 << 10;

    @EachJvm
    void sampled_noMoreIsAllocatedThanTheBuffers(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = run(jvm, receiver, "always_on");

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(counts.started()).isEqualTo(4 * CALLS);
            assertThat(counts.sampledOut()).isZero();
            assertThat(allocatedBytes(result)).isBetween(0L, (long) BUFFER_BYTES);
        }
    }

    @EachJvm
    void sampledOut_nothingIsAllocated(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = run(jvm, receiver, "always_off");

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            assertThat(counts.sampledOut()).isEqualTo(4 * CALLS);
            assertThat(allocatedBytes(result)).isZero();
        }
    }

    private static JvmResult run(TestJvm jvm, OtlpReceiver receiver, String sampler) {
        return AgentJvm.scenario(jvm, "Allocation", Integer.toString(CALLS))
                .traced(receiver, "com.acme.scenario.Allocation[outer,inner]")
                .property("fasttelemetry.sampler", sampler)
                .property("fasttelemetry.buffer.bytes", Integer.toString(BUFFER_BYTES))
                .run()
                .assertExit(0);
    }

    private static long allocatedBytes(JvmResult result) {
        String line = result.lines().get(1);
        assertThat(line).startsWith("allocated ");
        return Long.parseLong(line.substring("allocated ".length()));
    }
}
