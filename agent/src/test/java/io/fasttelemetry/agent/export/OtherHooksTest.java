/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OtherHooksTest {
    private static final class Plain extends Thread {}

    private static final class Odd extends Thread {
        @Override
        public State getState() {
            throw new IllegalStateException("the application's own");
        }
    }

    @Test
    void hasEnded_isFalseForAThreadThatIsYetToBeStarted() throws InterruptedException {
        for (Thread thread : new Thread[] {new Thread(() -> {}), new Plain(), new Odd()}) {
            assertThat(OtherHooks.hasEnded(thread)).isFalse();
            thread.start();
            thread.join();
            assertThat(OtherHooks.hasEnded(thread)).isTrue();
        }
    }
}
