/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of classes, by loader and name. Loaders are compared by identity and held weakly, so an application
 * that is undeployed takes its entries along. Thread-safe, and no lock is held while anything else runs.
 */
final class LoaderCache<V> {
    private final ConcurrentHashMap<Object, ConcurrentHashMap<String, V>> byLoader = new ConcurrentHashMap<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

    V get(ClassLoader loader, String name) {
        ConcurrentHashMap<String, V> names = byLoader.get(new Probe(loader));
        return names == null ? null : names.get(name);
    }

    void put(ClassLoader loader, String name, V value) {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            byLoader.remove(gone);
        }
        ConcurrentHashMap<String, V> names = byLoader.get(new Probe(loader));
        if (names == null) {
            ConcurrentHashMap<String, V> fresh = new ConcurrentHashMap<>();
            names = byLoader.putIfAbsent(new Key(loader, collected), fresh);
            names = names == null ? fresh : names;
        }
        names.put(name, value);
    }

    /** Finds a {@link Key} without making a weak reference. */
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
