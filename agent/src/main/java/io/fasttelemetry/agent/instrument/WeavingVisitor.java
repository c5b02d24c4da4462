/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.bootstrap.Operations;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Copies a class and puts spans around its traced methods. For one use. */
final class WeavingVisitor extends ClassVisitor {
    private static final int KIND_INTERNAL = 1;

    private final String className;
    private final TracedMethods methods;
    private boolean hasFrames;

    WeavingVisitor(ClassVisitor next, String className, TracedMethods methods) {
        super(Opcodes.ASM9, next);
        this.className = className;
        this.methods = methods;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        hasFrames = (version & 0xFFFF) >= Opcodes.V1_6;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        TracedMethods.Shape shape = methods.shape(name, descriptor);
        if (shape == null) {
            return next;
        }
        int operationId = Operations.register(className, name, KIND_INTERNAL).id;
        return new SpanWeaver(next, shape, operationId, descriptor, hasFrames);
    }
}
