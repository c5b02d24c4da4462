/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What must not be found in class files that ship. */
final class ClassFileScan {
    private ClassFileScan() {}

    /** Methods with invokedynamic: it cannot run inside a transformer, nor early in a start. */
    static List<String> invokeDynamics(byte[] classFile) {
        List<String> found = new ArrayList<>();
        ClassReader reader = new ClassReader(classFile);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitInvokeDynamicInsn(
                                    String call, String type, Handle bootstrap, Object... arguments) {
                                found.add(reader.getClassName() + "." + name + " by " + bootstrap.getName());
                            }
                        };
                    }
                },
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found;
    }

    /** Whether any name or text in the class file begins with or mentions this one. */
    static boolean mentions(byte[] classFile, String text) {
        ClassReader reader = new ClassReader(classFile);
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at > 0 && classFile[at - 1] == 1 && utf8(reader, at).contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** All string constants of a class file. */
    static List<String> strings(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        char[] buffer = new char[reader.getMaxStringLength()];
        List<String> strings = new ArrayList<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at > 0 && classFile[at - 1] == 8) { // CONSTANT_String
                strings.add(reader.readUTF8(at, buffer));
            }
        }
        return strings;
    }

    private static String utf8(ClassReader reader, int at) {
        int length = reader.readUnsignedShort(at);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (reader.readByte(at + 2 + i) & 0xFF));
        }
        return text.toString();
    }
}
