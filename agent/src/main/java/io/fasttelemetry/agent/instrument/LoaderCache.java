/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Map from class loaders to values. Loaders are compared by identity and held weakly, so the entry of an undeployed
 * application goes away; a value must not refer to its loader. Thread-safe, and no lock is held while other code runs.
 */
final class LoaderCache<V> {
    private final ConcurrentHashMap<Object, V> byLoader = new ConcurrentHashMap<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

    /** The loader's value, or null. */
    V get(ClassLoader loader) {
        return byLoader.get(new Probe(loader));
    }

    /** Puts a value unless there is one, and returns the one in the map. */
    V putIfAbsent(ClassLoader loader, V value) {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            byLoader.remove(gone);
        }
        V earlier = byLoader.get(new Probe(loader));
        if (earlier == null) {
            earlier = byLoader.putIfAbsent(new Key(loader, collected), value);
        }
        return earlier == null ? value : earlier;
    }

    /** Key for look-ups: equal to a {@link Key}, without a weak reference. */
    private static final class Probe {
        private final ClassLoader loader;

        Probe(ClassLoader loader) {
            this.loader = loader;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(loader);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key && ((Key) other).get() == loader;
        }
    }

    private static final class Key extends WeakReference<ClassLoader> {
        private final int hash;

        Key(ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
            super(loader, queue);
            hash = System.identityHashCode(loader);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || (other instanceof Key && get() != null && ((Key) other).get() == get());
        }
    }
}
