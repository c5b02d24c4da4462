/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.agent.instrument.GeneratedMethods;
import io.fasttelemetry.agent.instrument.Suspending;
import io.fasttelemetry.agent.instrument.TracedClass;
import io.fasttelemetry.agent.rules.CapturedAttribute;
import io.fasttelemetry.agent.rules.MethodRule;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** First pass over a class: finds the methods that are to be woven, and which of them may come near the limits. */
final class TracedMethods extends ClassVisitor {
    /** Variables or operands from which on the limits are checked; the max in a class file is 65 535. */
    private static final int MANY = 65_000;

    private final TracedClass type;
    private final byte[] file;
    private CapturedValues captured;
    private final Map<String, Shape> shapes = new HashMap<>();
    private String suspending;
    private String internalName;
    private String[] interfaceNames;
    private boolean isContinuation;

    /** @param file the class file that is visited */
    TracedMethods(TracedClass type, byte[] file) {
        super(Opcodes.ASM9);
        this.type = type;
        this.file = file;
    }

    /** The values to capture in a method to be woven; empty if there are none. */
    List<ValuePath> captured(Shape shape, TracedMethod method) {
        if (shape.rule.options() == null || shape.rule.options().captured().isEmpty()) {
            return Collections.emptyList();
        }
        if (captured == null) {
            captured = new CapturedValues(type, file);
        }
        List<CapturedAttribute> attributes = shape.rule.options().captured();
        return captured.of(method, attributes, ParameterNames.of(file, method));
    }

    /** The shape of a method to be woven; null for the others. */
    Shape shape(String method, String descriptor) {
        return shapes.get(method.concat(descriptor));
    }

    void remove(String methodAndDescriptor) {
        shapes.remove(methodAndDescriptor);
    }

    boolean isEmpty() {
        return shapes.isEmpty();
    }

    /**
     * Names of methods that a rule names and that are left out as {@link Suspending}, with commas; null if there are
     * none.
     */
    String suspending() {
        return suspending;
    }

    /** Whether a method to be woven has so many variables or operands that weaving may exceed the limits. */
    boolean hasManyLocals() {
        for (Shape shape : shapes.values()) {
            if (shape.maxLocals > MANY || shape.maxStack > MANY) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        internalName = name;
        interfaceNames = interfaces;
        isContinuation = Suspending.isContinuation(superName);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodRule rule = type.rule(access, name, descriptor);
        if (rule == null) {
            return null;
        }
        if (isContinuation || Suspending.isSuspendFunction(descriptor)) {
            suspending = suspending == null ? name : suspending + ", " + name;
            return null;
        }
        if (rule.matchesAllMethods() && GeneratedMethods.isGenerated(name, interfaceNames)) {
            return null;
        }
        boolean isNamedHere = rule.className().equals(type.name()) && !rule.matchesAllMethods();
        Shape shape = new Shape(
                rule,
                new ParameterSlots(access, descriptor),
                isNamedHere ? null : Forwarder.detector(internalName, access, name, descriptor));
        shapes.put(name.concat(descriptor), shape);
        return shape;
    }

    @Override
    public void visitEnd() {
        for (Iterator<Map.Entry<String, Shape>> each = shapes.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Shape> method = each.next();
            Shape shape = method.getValue();
            if (shape.isLeftOut() || !type.admits(shape.rule, method.getKey())) {
                each.remove();
            }
        }
        type.finishSelection();
    }

    /** Counts local variables and operands of one method. */
    static final class Shape extends MethodVisitor {
        final MethodRule rule;
        private final ParameterSlots parameters;
        /** Whether the method may put a value of another type into a parameter's place. */
        boolean changesParameters;

        private int maxLocals;
        private int maxStack;
        private boolean isMarked;

        /** @param forwarderDetector null if the method is woven even if it is a forwarder */
        Shape(MethodRule rule, ParameterSlots parameters, MethodVisitor forwarderDetector) {
            super(Opcodes.ASM9, forwarderDetector);
            this.rule = rule;
            this.parameters = parameters;
        }

        private boolean isLeftOut() {
            return (isMarked && rule.matchesAllMethods()) || (mv != null && Forwarder.isForwarder(mv));
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            isMarked |= GeneratedMethods.isMark(descriptor);
            return null;
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            changesParameters |= parameters.mayChange(opcode, variable);
            super.visitVarInsn(opcode, variable);
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            maxStack = stack;
            maxLocals = locals;
        }
    }
}
