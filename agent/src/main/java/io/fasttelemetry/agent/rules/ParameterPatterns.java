/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * The types of a method's parameters in a rule, {@code (Type*, int[])}. A pattern without a dot is compared with the
 * type's name without its package as well. Immutable; any thread.
 */
final class ParameterPatterns {
    private static final String PRIMITIVES = "ZBCSIJFD";
    private static final String[] PRIMITIVE_NAMES = {
        "boolean", "byte", "char", "short", "int", "long", "float", "double"
    };

    private final Glob[] types;

    /** @param types one pattern for each parameter, in Java's notation */
    ParameterPatterns(List<String> types) {
        this.types = new Glob[types.size()];
        for (int i = 0; i < this.types.length; i++) {
            String type = types.get(i);
            this.types[i] = Glob.of(
                    type.endsWith("...") ? type.substring(0, type.length() - 3).concat("[]") : type);
        }
    }

    boolean matches(String descriptor) {
        List<String> names = typeNames(descriptor);
        if (names.size() != types.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!matches(types[i], names.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Glob type, String name) {
        if (type.matches(name) || (name.indexOf('$') > 0 && type.matches(name.replace('$', '.')))) {
            return true;
        }
        int simple = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1;
        return simple > 0 && type.toString().indexOf('.') < 0 && type.matches(name.substring(simple));
    }

    /** The names of the parameters' types in Java's notation: {@code java.lang.String}, {@code int[]}. */
    static List<String> typeNames(String descriptor) {
        List<String> names = new ArrayList<>();
        int at = 1;
        while (at < descriptor.length() && descriptor.charAt(at) != ')') {
            int dimensions = 0;
            while (descriptor.charAt(at) == '[') {
                dimensions++;
                at++;
            }
            String name;
            if (descriptor.charAt(at) == 'L') {
                int end = descriptor.indexOf(';', at);
                name = descriptor.substring(at + 1, end).replace('/', '.');
                at = end + 1;
            } else {
                name = PRIMITIVE_NAMES[PRIMITIVES.indexOf(descriptor.charAt(at))];
                at++;
            }
            for (; dimensions > 0; dimensions--) {
                name = name.concat("[]");
            }
            names.add(name);
        }
        return names;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < types.length; i++) {
            text.append(i == 0 ? "" : ", ").append(types[i]);
        }
        return text.append(')').toString();
    }
}
