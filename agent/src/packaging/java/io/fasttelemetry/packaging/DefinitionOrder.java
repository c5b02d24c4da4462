/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/** Classes of one package, supertypes first: a class can be defined only once its supertypes are. */
final class DefinitionOrder {
    private final Map<String, byte[]> classes;
    private final String prefix;
    private final Set<String> ordered = new LinkedHashSet<>();

    private DefinitionOrder(Map<String, byte[]> classes, String prefix) {
        this.classes = classes;
        this.prefix = prefix;
    }

    static List<String> of(Map<String, byte[]> classes, String prefix) {
        DefinitionOrder order = new DefinitionOrder(classes, prefix);
        for (String name : classes.keySet()) {
            order.add(name);
        }
        return new ArrayList<>(order.ordered);
    }

    private void add(String name) {
        if (!name.startsWith(prefix) || name.endsWith("/package-info") || ordered.contains(name)) {
            return;
        }
        ClassReader reader = new ClassReader(classes.get(name));
        add(reader.getSuperName());
        for (String parent : reader.getInterfaces()) {
            add(parent);
        }
        ordered.add(name);
    }
}
