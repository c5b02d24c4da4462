/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.agent.instrument.TracedClass;
import io.fasttelemetry.agent.rules.CapturedAttribute;
import java.util.ArrayList;
import java.util.List;

/** Finds out which values are captured in the methods of a class. For one thread. */
final class CapturedValues {
    private final TracedClass type;
    private final DeclaredTypes types;

    /** @param file the class file, which the reader understands */
    CapturedValues(TracedClass type, byte[] file) {
        this.type = type;
        types = new DeclaredTypes(type, file);
    }

    /**
     * The values to capture in a method. What has none is reported and left out.
     *
     * @param parameterNames null where they are not known
     */
    List<ValuePath> of(TracedMethod method, List<CapturedAttribute> attributes, String[] parameterNames) {
        List<ValuePath> paths = new ArrayList<>();
        PathResolver resolver = new PathResolver(types, method, parameterNames);
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.get(i).key();
            String mask = type.mask(key);
            ValuePath path =
                    mask == null ? resolver.resolve(i, attributes.get(i).expression()) : ValuePath.constant(i, mask);
            if (path == null) {
                type.leaveOutAttribute(method.getInternalName(), key, resolver.problem());
            } else {
                paths.add(path);
            }
        }
        return paths;
    }
}
