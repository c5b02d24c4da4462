/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.MethodNode;

/** Shows {@link UnusedMembers} all types and members that code mentions. */
final class MemberMentions extends Remapper {
    private final UnusedMembers members;

    MemberMentions(UnusedMembers members) {
        super(Opcodes.ASM9);
        this.members = members;
    }

    @Override
    public String map(String internalName) {
        members.mention(internalName);
        return internalName;
    }

    /** Reads a whole class, every method of which stays. */
    void readAll(ClassReader reader) {
        reader.accept(remapping(), ClassReader.SKIP_DEBUG);
    }

    /** Reads one method. */
    void read(MethodNode method) {
        ClassVisitor remapping = remapping();
        remapping.visit(Opcodes.V1_8, 0, "Any", null, "java/lang/Object", null);
        method.accept(remapping);
    }

    private ClassVisitor remapping() {
        return new ClassRemapper(Opcodes.ASM9, new ClassWriter(0), this) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                return new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String owner, String method, String type, boolean ofInterface) {
                        if (opcode == Opcodes.INVOKESTATIC) {
                            members.initialise(owner);
                        }
                        members.call(owner, method, type);
                        super.visitMethodInsn(opcode, owner, method, type, ofInterface);
                    }

                    @Override
                    public void visitFieldInsn(int opcode, String owner, String field, String type) {
                        if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
                            members.initialise(owner);
                        }
                        super.visitFieldInsn(opcode, owner, field, type);
                    }

                    @Override
                    public void visitTypeInsn(int opcode, String type) {
                        if (opcode == Opcodes.NEW) {
                            members.initialise(type);
                        }
                        super.visitTypeInsn(opcode, type);
                    }

                    @Override
                    public void visitLdcInsn(Object value) {
                        if (value instanceof String text) {
                            members.initialise(text.replace('.', '/'));
                        }
                        super.visitLdcInsn(value);
                    }
                };
            }
        };
    }
}
