/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Reads the names of one method's parameters, which class files have with {@code -parameters} or {@code -g}. */
final class ParameterNames extends ClassVisitor {
    private final String method;
    private final String descriptor;
    private final Type[] types;
    private final String[] names;

    private ParameterNames(TracedMethod method) {
        super(Opcodes.ASM9);
        this.method = method.getInternalName();
        descriptor = method.getDescriptor();
        types = Type.getArgumentTypes(descriptor);
        names = new String[types.length];
    }

    /** The names by index; null where there is none. */
    static String[] of(byte[] classFile, TracedMethod method) {
        ParameterNames reader = new ParameterNames(method);
        new ClassReader(classFile).accept(reader, ClassReader.SKIP_FRAMES);
        return reader.names;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String methodDescriptor, String signature, String[] exceptions) {
        boolean isIt = name.equals(method) && methodDescriptor.equals(descriptor);
        return isIt ? new Reader((access & Opcodes.ACC_STATIC) != 0) : null;
    }

    private final class Reader extends MethodVisitor {
        private final boolean isStatic;
        private int next;

        Reader(boolean isStatic) {
            super(Opcodes.ASM9);
            this.isStatic = isStatic;
        }

        @Override
        public void visitParameter(String name, int access) {
            if (next < names.length) {
                names[next++] = name;
            }
        }

        @Override
        public void visitLocalVariable(
                String name, String type, String signature, Label start, Label end, int variable) {
            int slot = isStatic ? 0 : 1;
            for (int i = 0; i < types.length; i++) {
                if (slot == variable && names[i] == null && type.equals(types[i].getDescriptor())) {
                    names[i] = name;
                }
                slot += types[i].getSize();
            }
        }
    }
}
