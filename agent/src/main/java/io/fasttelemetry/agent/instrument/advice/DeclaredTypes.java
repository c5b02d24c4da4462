/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.agent.instrument.TracedClass;
import io.fasttelemetry.agent.rules.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Looks up members of types by their class files, as code of one class would see them. Loads no class. For one thread,
 * while that class is woven.
 */
final class DeclaredTypes {
    private static final String OBJECT = "java/lang/Object";

    /** Max supertypes of a type that are looked at. */
    private static final int MAX_SUPERTYPES = 100;

    private static final int MAX_ALTERNATIVES = 8;

    private final TracedClass from;
    private final String fromName;
    private final Map<String, DeclaredMembers> read = new HashMap<>();

    /** @param file the class file of that class, which the reader understands */
    DeclaredTypes(TracedClass from, byte[] file) {
        this.from = from;
        DeclaredMembers own = DeclaredMembers.read(file);
        fromName = own.name;
        read.put(fromName, own);
    }

    /** The class, by its internal name; null if its class file is not at hand. */
    DeclaredMembers of(String type) {
        if (read.containsKey(type)) {
            return read.get(type);
        }
        byte[] file = from.classFile(type);
        DeclaredMembers members = file == null ? null : DeclaredMembers.read(AdviceWeaver.readable(file));
        read.put(type, members);
        return members;
    }

    /** Whether code of the class can mention a type. */
    boolean isAccessible(DeclaredMembers type) {
        return (type.access & Opcodes.ACC_PUBLIC) != 0 || isInSamePackage(type.name);
    }

    /** Whether the type is Enum, an enum, or the body of a constant of one. */
    boolean isEnum(DeclaredMembers type) {
        for (DeclaredMembers each : hierarchy(type)) {
            if (each.name.equals("java/lang/Enum")) {
                return true;
            }
        }
        return false;
    }

    private boolean isOwn(DeclaredMembers.Member member) {
        return member.owner.equals(fromName);
    }

    /** The field with this name that code of the class can read; null if there is none. */
    DeclaredMembers.Member field(DeclaredMembers type, String name) {
        for (DeclaredMembers each : hierarchy(type)) {
            for (DeclaredMembers.Member field : each.fields) {
                if (field.name.equals(name) && isAccessible(field, type)) {
                    return field;
                }
            }
        }
        return null;
    }

    /** The method that takes so many constant texts and that code of the class can call; null if there is none. */
    DeclaredMembers.Member method(DeclaredMembers type, String name, int texts) {
        String parameters = repeat("Ljava/lang/String;", texts);
        DeclaredMembers.Member found = methodWith(type, name, parameters);
        if (found == null && texts > 0) {
            found = methodWith(type, name, repeat("Ljava/lang/CharSequence;", texts));
        }
        return found != null || texts == 0 ? found : methodWith(type, name, repeat("Ljava/lang/Object;", texts));
    }

    private DeclaredMembers.Member methodWith(DeclaredMembers type, String name, String parameters) {
        String start = "(" + parameters + ")";
        for (DeclaredMembers each : hierarchy(type)) {
            for (DeclaredMembers.Member method : each.methods) {
                if (method.name.equals(name) && method.descriptor.startsWith(start) && isAccessible(method, type)) {
                    return method;
                }
            }
        }
        return null;
    }

    /**
     * Names of what can be read from a type, with commas, for a message; first the one that resembles the name that was
     * looked for.
     */
    String alternatives(DeclaredMembers type, String wanted) {
        TreeSet<String> names = new TreeSet<>();
        for (DeclaredMembers each : hierarchy(type)) {
            if (!each.name.equals(OBJECT)) {
                addReadable(each, type, names);
            }
        }
        if (names.isEmpty()) {
            return "toString()";
        }
        List<String> sorted = new ArrayList<>(names);
        String nearest = Nearest.of(wanted, sorted.toArray(new String[0]));
        if (nearest != null) {
            sorted.remove(nearest);
            sorted.add(0, nearest);
        }
        boolean isAll = sorted.size() <= MAX_ALTERNATIVES;
        return String.join(", ", isAll ? sorted : sorted.subList(0, MAX_ALTERNATIVES)) + (isAll ? "" : ", ...");
    }

    /** @param type the type through which the members are accessed */
    private void addReadable(DeclaredMembers declared, DeclaredMembers type, Set<String> names) {
        for (DeclaredMembers.Member field : declared.fields) {
            if (isAccessible(field, type)) {
                names.add(field.name);
            }
        }
        for (DeclaredMembers.Member method : declared.methods) {
            if (method.descriptor.startsWith("()") && isAccessible(method, type)) {
                names.add(method.name.concat("()"));
            }
        }
    }

    /** The type, its superclasses and then all its interfaces, as far as they are known. */
    private List<DeclaredMembers> hierarchy(DeclaredMembers type) {
        Map<String, DeclaredMembers> all = new LinkedHashMap<>();
        for (DeclaredMembers each = type; each != null && all.size() < MAX_SUPERTYPES; ) {
            if (all.put(each.name, each) != null) {
                break; // a class that extends itself, in class files that do not belong together
            }
            each = each.superName == null ? null : of(each.superName);
        }
        List<DeclaredMembers> open = new ArrayList<>(all.values());
        for (int i = 0; i < open.size() && open.size() < MAX_SUPERTYPES; i++) {
            for (String name : open.get(i).interfaceNames) {
                DeclaredMembers parent = all.containsKey(name) ? null : of(name);
                if (parent != null) {
                    all.put(name, parent);
                    open.add(parent);
                }
            }
        }
        return open;
    }

    /**
     * Whether code of the class can use a member. Protected ones of other classes are left out: the verifier might have
     * to load classes to judge, and would reject the whole class if the package is split among loaders.
     *
     * @param type the type through which the member is accessed
     */
    private boolean isAccessible(DeclaredMembers.Member member, DeclaredMembers type) {
        if (isOwn(member)) {
            return (member.access & Opcodes.ACC_PRIVATE) == 0 || type.name.equals(fromName);
        }
        int hidden = Opcodes.ACC_PRIVATE | Opcodes.ACC_PROTECTED;
        return (member.access & Opcodes.ACC_PUBLIC) != 0
                || ((member.access & hidden) == 0 && isInSamePackage(member.owner));
    }

    private boolean isInSamePackage(String other) {
        int end = fromName.lastIndexOf('/');
        return end == other.lastIndexOf('/') && fromName.regionMatches(0, other, 0, end + 1);
    }

    private static String repeat(String text, int times) {
        StringBuilder repeated = new StringBuilder();
        for (int i = 0; i < times; i++) {
            repeated.append(text);
        }
        return repeated.toString();
    }
}
