/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the annotations of annotations, also those further up, by reading the class files of their types; none is
 * loaded. Remembers the answers per loader. Used only if a rule asks for them. Thread-safe.
 */
final class MetaAnnotations {
    private static final int MAX_REMEMBERED = 4096;

    private final LoaderCache<Map<String, Set<String>>> known = new LoaderCache<>();

    /** The descriptors of all annotations above one; empty if its class file cannot be read. */
    Set<String> above(ClassLoader loader, String descriptor) {
        Map<String, Set<String>> cache = known.get(loader);
        if (cache == null) {
            cache = known.putIfAbsent(loader, Collections.synchronizedMap(new HashMap<>()));
        }
        Set<String> found = cache.get(descriptor);
        if (found == null) {
            found = read(loader, descriptor);
            if (cache.size() < MAX_REMEMBERED) {
                cache.put(descriptor, found);
            }
        }
        return found;
    }

    private static Set<String> read(ClassLoader loader, String descriptor) {
        Set<String> found = new HashSet<>();
        ArrayDeque<String> open = new ArrayDeque<>();
        open.add(descriptor);
        while (!open.isEmpty()) {
            String type = open.remove();
            String name = type.substring(1, type.length() - 1);
            boolean isJdk = name.startsWith("java/");
            byte[] file = isJdk ? null : ClassFileReader.readFile(loader, name);
            ClassMembers members = file == null ? null : ClassMembers.parse(file);
            if (members != null) {
                for (String above : members.annotations()) {
                    if (found.add(above)) {
                        open.add(above);
                    }
                }
            }
        }
        return found;
    }
}
