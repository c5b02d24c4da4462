/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Copies a class and puts spans around its traced methods. For one use. */
final class WeavingVisitor extends ClassVisitor {
    private final String className;
    private final TracedMethods methods;
    private final SharedOperations operations;
    private boolean hasFrames;

    WeavingVisitor(ClassVisitor next, String className, TracedMethods methods, SharedOperations operations) {
        super(Opcodes.ASM9, next);
        this.className = className;
        this.methods = methods;
        this.operations = operations;
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
        int operationId = operations.idOf(shape.rule, className, name);
        return new SpanWeaver(next, shape, operationId, descriptor, hasFrames);
    }
}
