/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Recognises, by its code, a method that Scala's compiler wrote to forward a call: to a trait, {@code return
 * T.price$(this, n)}, or to an object, {@code return App$.MODULE$.main(args)}. Such a method only loads its parameters
 * in order, makes the call and returns. An instance is for one method.
 */
final class Forwarder extends MethodVisitor {
    private static final int BROKEN = -1;

    private final String className;
    private final String name;
    private final String descriptor;
    private final boolean isStatic;
    private int parameter;
    private int local;
    private boolean moduleLoaded;
    private boolean called;
    private boolean returned;

    private Forwarder(String className, int access, String name, String descriptor) {
        super(Opcodes.ASM9);
        this.className = className;
        this.name = name;
        this.descriptor = descriptor;
        isStatic = (access & Opcodes.ACC_STATIC) != 0;
    }

    /**
     * Makes the visitor that has to visit the code of a method before {@link #isForwarder} is called.
     *
     * @param className internal name
     */
    static MethodVisitor detector(String className, int access, String name, String descriptor) {
        return new Forwarder(className, access, name, descriptor);
    }

    /** Whether the code that this {@link #detector} has visited is a forwarder. */
    static boolean isForwarder(MethodVisitor detector) {
        Forwarder forwarder = (Forwarder) detector;
        return forwarder.returned && forwarder.parameter != BROKEN;
    }

    private void broken() {
        parameter = BROKEN;
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        boolean isLoad = opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD;
        if (!isLoad || called || parameter == BROKEN || index != local || (isStatic && !moduleLoaded)) {
            broken();
            return;
        }
        parameter++;
        local += opcode == Opcodes.LLOAD || opcode == Opcodes.DLOAD ? 2 : 1;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String field, String type) {
        boolean isModule = opcode == Opcodes.GETSTATIC
                && isStatic
                && parameter == 0
                && field.equals("MODULE$")
                && owner.equals(className.concat("$"));
        if (isModule) {
            moduleLoaded = true;
        } else {
            broken();
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String method, String type, boolean isInterface) {
        int parameters = Type.getArgumentTypes(descriptor).length + (isStatic ? 0 : 1);
        boolean forwards = isStatic
                ? opcode == Opcodes.INVOKEVIRTUAL
                        && moduleLoaded
                        && owner.equals(className.concat("$"))
                        && method.equals(name)
                : opcode == Opcodes.INVOKESTATIC && isInterface && method.equals(name.concat("$"));
        if (called || !forwards || parameter != parameters) {
            broken();
        }
        called = true;
    }

    @Override
    public void visitInsn(int opcode) {
        boolean isReturn = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
        if (!isReturn || !called || returned) {
            broken();
        }
        returned = true;
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        broken();
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        broken();
    }

    @Override
    public void visitInvokeDynamicInsn(String method, String type, Handle bootstrap, Object... arguments) {
        broken();
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        broken();
    }

    @Override
    public void visitLdcInsn(Object value) {
        broken();
    }

    @Override
    public void visitIincInsn(int index, int increment) {
        broken();
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
        broken();
    }
}
