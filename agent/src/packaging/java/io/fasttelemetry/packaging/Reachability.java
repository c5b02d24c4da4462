/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The classes that others mention, starting from roots: by type, descriptor, signature, annotation or constant, or by a
 * string that is the name of a class. Coarse on purpose: it keeps too much rather than too little.
 */
final class Reachability {
    private final Map<String, byte[]> classes;
    private final Set<String> names = new TreeSet<>();
    private final ArrayDeque<String> open = new ArrayDeque<>();

    Reachability(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    void addRoot(String name) {
        mention(name);
        while (!open.isEmpty()) {
            scan(open.pop());
        }
    }

    Set<String> names() {
        return names;
    }

    private void mention(String name) {
        if (classes.containsKey(name) && names.add(name)) {
            open.push(name);
        }
    }

    private void scan(String name) {
        ClassReader reader = new ClassReader(classes.get(name));
        mentionStrings(reader);
        ClassVisitor sink = new ClassVisitor(Opcodes.ASM9, new ClassWriter(0)) {};
        reader.accept(new ClassRemapper(sink, new Mentions()), ClassReader.SKIP_DEBUG);
    }

    private void mentionStrings(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at > 0 && reader.readByte(at - 1) == 8) { // CONSTANT_String
                mention(reader.readUTF8(at, buffer).replace('.', '/'));
            }
        }
    }

    private final class Mentions extends Remapper {
        Mentions() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String internalName) {
            mention(internalName);
            return internalName;
        }
    }
}
