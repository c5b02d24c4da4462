/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The names of all classes that are loaded now, but for arrays and the agent's own. Keeps no reference to them. */
final class LoadedNames implements Iterable<String> {
    private static final ClassLoader AGENT = LoadedNames.class.getClassLoader();

    private final String[] names;
    private final int count;

    /** @param instrumentation null for no classes */
    LoadedNames(Instrumentation instrumentation) {
        Class<?>[] types = instrumentation == null ? new Class<?>[0] : instrumentation.getAllLoadedClasses();
        names = new String[types.length];
        int found = 0;
        for (Class<?> type : types) {
            if (!type.isArray() && type.getClassLoader() != AGENT) {
                names[found] = type.getName();
                found++;
            }
        }
        count = found;
    }

    @Override
    public Iterator<String> iterator() {
        return new Names();
    }

    private final class Names implements Iterator<String> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @Override
        public String next() {
            if (next >= count) {
                throw new NoSuchElementException();
            }
            return names[next++];
        }
    }
}
