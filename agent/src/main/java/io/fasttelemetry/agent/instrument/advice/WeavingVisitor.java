/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.agent.instrument.TracedClass;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Copies a class and inlines advice into its traced methods. For one use, by one thread. */
final class WeavingVisitor extends ClassVisitor {
    private final TracedClass type;
    private final TracedMethods methods;
    private final SpanAdvices advices;
    private final boolean copying;
    private AdvisedClass advised;

    /** @param copying whether advice copies the parameters of all methods */
    WeavingVisitor(ClassVisitor next, TracedClass type, TracedMethods methods, SpanAdvices advices, boolean copying) {
        super(Opcodes.ASM9, next);
        this.type = type;
        this.methods = methods;
        this.advices = advices;
        this.copying = copying;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        advised = new AdvisedClass(new DescribedType(Type.getObjectType(name)), version);
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
        int operationId = type.operationId(shape.rule, name);
        TracedMethod method = new TracedMethod(advised.getInstrumentedType(), name, access, descriptor, operationId);
        List<ValuePath> captured = methods.captured(shape, method);
        boolean isLimited = type.isLimited(operationId);
        AdviceFile file = captured.isEmpty() ? advices.of(isLimited) : advices.capturing(captured, isLimited);
        Advice advice = file.get(copying || shape.changesParameters);
        return advice.wrap(method.getDeclaringType(), method, next, advised, null, 0, ClassReader.EXPAND_FRAMES);
    }
}
