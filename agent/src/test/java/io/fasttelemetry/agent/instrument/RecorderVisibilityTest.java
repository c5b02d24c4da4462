/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RecorderVisibilityTest {
    private final RecorderVisibility recorder = new RecorderVisibility(new LeftAlone());

    /** Hands on what it has in mind, and fails in some way for the rest. */
    private static final class Narrow extends ClassLoader {
        final AtomicInteger asked = new AtomicInteger();
        private final RuntimeException failure;

        Narrow(RuntimeException failure) {
            super(RecorderVisibilityTest.class.getClassLoader());
            this.failure = failure;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.incrementAndGet();
            if (failure != null) {
                throw failure;
            }
            throw new ClassNotFoundException(name);
        }
    }

    @Test
    void isVisibleTo_loadersThatDelegate() {
        assertThat(recorder.isVisibleTo(getClass().getClassLoader())).isTrue();
        assertThat(recorder.isVisibleTo(new Woven())).isTrue();
    }

    @Test
    void isVisibleTo_asksANarrowLoaderOnce() {
        for (RuntimeException failure : new RuntimeException[] {null, new IllegalStateException("closed")}) {
            Narrow narrow = new Narrow(failure);

            assertThat(recorder.isVisibleTo(narrow)).isFalse();
            assertThat(recorder.isVisibleTo(narrow)).isFalse();
            assertThat(narrow.asked).hasValue(1);
        }
    }
}
