/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoaderCacheTest {
    private final LoaderCache<String> cache = new LoaderCache<>();

    /** Equal to every other of its kind, as nothing forbids. */
    private static class AlwaysEqual extends ClassLoader {
        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof AlwaysEqual;
        }
    }

    @Test
    void get_knowsLoadersByIdentity() {
        ClassLoader one = new AlwaysEqual();
        ClassLoader two = new AlwaysEqual();
        assertThat(cache.putIfAbsent(one, "1")).isEqualTo("1");
        assertThat(cache.putIfAbsent(two, "2")).isEqualTo("2");
        assertThat(cache.putIfAbsent(one, "3")).as("the first one stays").isEqualTo("1");

        assertThat(cache.get(one)).isEqualTo("1");
        assertThat(cache.get(two)).isEqualTo("2");
        assertThat(cache.get(new AlwaysEqual())).isNull();
    }

    @Test
    void putIfAbsent_holdsLoadersWeakly() {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ClassLoader loader = new AlwaysEqual();
            cache.putIfAbsent(loader, "value");
            loaders.add(new WeakReference<>(loader));
        }

        long deadline = System.nanoTime() + 5_000_000_000L;
        while (loaders.stream().anyMatch(loader -> loader.get() != null)) {
            assertThat(System.nanoTime()).as("loaders are held").isLessThan(deadline);
            System.gc();
        }
    }
}
