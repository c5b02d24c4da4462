/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.util.ArrayList;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/**
 * Replaces the proxies of Byte Buddy's {@code JavaDispatcher}, which were a third of the time that its first use takes.
 *
 * <p>Byte Buddy reaches what some JDK lacks through interfaces with annotations, each of which a proxy implements that
 * finds its target by reflection. Here {@code JavaDispatcher.of(I.class)} becomes {@code new I$Direct()}, a class with
 * direct calls that {@link DirectDispatcher} writes.
 */
final class DirectDispatchers {
    private static final String PACKAGE = "net/bytebuddy/";
    private static final String DISPATCHER = PACKAGE + "utility/dispatcher/JavaDispatcher";
    private static final String OF = "(Ljava/lang/Class;)Ljava/security/PrivilegedAction;";
    private static final String OF_LOADER =
            "(Ljava/lang/Class;Ljava/lang/ClassLoader;)Ljava/security/PrivilegedAction;";
    private static final String SUFFIX = "$Direct";

    private final Map<String, byte[]> classes;
    private final JdkSignatures jdk;

    private DirectDispatchers(Map<String, byte[]> classes, JdkSignatures jdk) {
        this.classes = classes;
        this.jdk = jdk;
    }

    /** Replaces all in these class files, by internal name, and adds the new classes. */
    static void replaceIn(Map<String, byte[]> classes, JdkSignatures jdk) {
        new DirectDispatchers(classes, jdk).replaceAll();
    }

    private void replaceAll() {
        for (String name : new ArrayList<>(classes.keySet())) {
            if (name.startsWith(PACKAGE) && !name.equals(DISPATCHER)) {
                ClassReader reader = new ClassReader(classes.get(name));
                ClassWriter writer = new ClassWriter(reader, 0);
                CallReplacement replacement = new CallReplacement(writer);
                reader.accept(replacement, 0);
                if (replacement.isNeeded) {
                    classes.put(name, writer.toByteArray());
                }
            }
        }
    }

    private final class CallReplacement extends ClassVisitor {
        private boolean isNeeded;

        CallReplacement(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9, next) {
                private String dispatcher;
                private int extraStack;

                @Override
                public void visitLdcInsn(Object value) {
                    if (value instanceof Type type && isDispatcher(type.getInternalName())) {
                        dispatcher = type.getInternalName();
                    }
                    super.visitLdcInsn(value);
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String method, String type, boolean ofInterface) {
                    if (!owner.equals(DISPATCHER)
                            || !method.equals("of")
                            || !(type.equals(OF) || type.equals(OF_LOADER))) {
                        super.visitMethodInsn(opcode, owner, method, type, ofInterface);
                        return;
                    }
                    String direct = direct(dispatcher);
                    super.visitInsn(type.equals(OF) ? Opcodes.POP : Opcodes.POP2);
                    super.visitTypeInsn(Opcodes.NEW, direct);
                    super.visitInsn(Opcodes.DUP);
                    super.visitMethodInsn(Opcodes.INVOKESPECIAL, direct, "<init>", "()V", false);
                    extraStack = 1;
                    isNeeded = true;
                }

                @Override
                public void visitMaxs(int maxStack, int maxLocals) {
                    super.visitMaxs(maxStack + extraStack, maxLocals);
                }
            };
        }
    }

    /** Internal name of the class with the direct calls, which is written unless it is there. */
    private String direct(String dispatcher) {
        String name = dispatcher + SUFFIX;
        if (!classes.containsKey(name)) {
            classes.put(name, new DirectDispatcher(name, parse(dispatcher), this::parse, jdk).write());
        }
        return name;
    }

    private boolean isDispatcher(String name) {
        return classes.containsKey(name) && DirectDispatcher.isProxied(parse(name));
    }

    private ClassNode parse(String interfaceName) {
        ClassNode node = new ClassNode();
        new ClassReader(classes.get(interfaceName)).accept(node, ClassReader.SKIP_CODE);
        return node;
    }
}
