/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.bootstrap.ThreadState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Writes the class of advice for a method whose values are captured: what {@link SpanAdvice} or {@link
 * LimitedSpanAdvice} does, and what {@link ThreadState} asks of woven code for captured values. The code depends on the
 * number and the types of the values, so it cannot be written in Java.
 *
 * <p>Arguments and the object that are needed are copied to variables at the entry, since the method may put other
 * values in their places. For one method; the class is never loaded.
 */
final class CapturingAdvice {
    static final String NAME = CapturingAdvice.class.getName().concat("$Generated");

    /** Operands of the longest call of the recorder. */
    private static final int CALL_OPERANDS = 12;

    private final Type recorder;
    private final List<ValuePath> paths;
    private final boolean isLimited;
    private final TreeMap<Integer, Type> arguments = new TreeMap<>();
    /** The type of the traced method's object; null if it is not needed. */
    private Type self;

    private CapturingAdvice(Type recorder, List<ValuePath> paths, boolean isLimited) {
        this.recorder = recorder;
        this.paths = paths;
        this.isLimited = isLimited;
        for (ValuePath path : paths) {
            if (path.root >= 0) {
                arguments.put(path.root, path.rootType);
            } else if (path.root == ValuePath.THIS) {
                self = path.rootType;
            }
        }
    }

    /**
     * Writes the class file of the advice.
     *
     * @param recorder {@link ThreadState}, which is not loaded for its name
     */
    static byte[] write(Type recorder, List<ValuePath> paths, boolean isLimited) {
        return new CapturingAdvice(recorder, paths, isLimited).write();
    }

    private byte[] write() {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V11, Opcodes.ACC_FINAL, NAME.replace('.', '/'), null, "java/lang/Object", null);
        enter(type);
        exit(type);
        type.visitEnd();
        return type.toByteArray();
    }

    /** Parameters of both methods. */
    private AdviceParameters parameters() {
        AdviceParameters parameters = new AdviceParameters();
        parameters.add("operation", Type.INT_TYPE, SpanAdvice.OperationId.class, null);
        local(parameters, "parent", Type.LONG_TYPE);
        local(parameters, "span", Type.LONG_TYPE);
        local(parameters, "start", Type.LONG_TYPE);
        if (isLimited) {
            local(parameters, "mark", Type.LONG_TYPE);
        }
        if (self != null) {
            local(parameters, "this", self);
        }
        for (Map.Entry<Integer, Type> argument : arguments.entrySet()) {
            local(parameters, argument(argument.getKey()), argument.getValue());
        }
        return parameters;
    }

    private static void local(AdviceParameters parameters, String name, Type type) {
        parameters.add(name, type, Advice.Local.class, name);
    }

    static String argument(int index) {
        return "argument".concat(Integer.toString(index));
    }

    private void enter(ClassWriter type) {
        AdviceParameters parameters = parameters();
        for (Map.Entry<Integer, Type> argument : arguments.entrySet()) {
            Integer index = argument.getKey();
            parameters.add("parameter".concat(index.toString()), argument.getValue(), Advice.Argument.class, index);
        }
        if (self != null) {
            parameters.add("object", self, Advice.This.class, null);
        }
        MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, "enter", parameters.descriptor(recorder), null, null);
        code.visitAnnotation(Type.getDescriptor(Advice.OnMethodEnter.class), true)
                .visitEnd();
        parameters.annotate(code);
        code.visitCode();
        if (isLimited) {
            code.visitVarInsn(Opcodes.ILOAD, parameters.slot("operation"));
        }
        String call = isLimited ? "enterLimited" : "enter";
        String returns = recorder.getDescriptor();
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                recorder.getInternalName(),
                call,
                (isLimited ? "(I)" : "()").concat(returns),
                false);
        int state = parameters.slotCount();
        code.visitVarInsn(Opcodes.ASTORE, state);
        copy(code, state, "parentSpanId", parameters.slot("parent"));
        copy(code, state, "spanId", parameters.slot("span"));
        copy(code, state, "startNanos", parameters.slot("start"));
        if (isLimited) {
            copy(code, state, "publishedMark", parameters.slot("mark"));
        }
        for (Map.Entry<Integer, Type> argument : arguments.entrySet()) {
            Integer index = argument.getKey();
            Type of = argument.getValue();
            code.visitVarInsn(of.getOpcode(Opcodes.ILOAD), parameters.slot("parameter".concat(index.toString())));
            code.visitVarInsn(of.getOpcode(Opcodes.ISTORE), parameters.slot(argument(index)));
        }
        if (self != null) {
            code.visitVarInsn(Opcodes.ALOAD, parameters.slot("object"));
            code.visitVarInsn(Opcodes.ASTORE, parameters.slot("this"));
        }
        code.visitVarInsn(Opcodes.ALOAD, state);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(2, state + 1);
        code.visitEnd();
    }

    private void copy(MethodVisitor code, int state, String field, int slot) {
        code.visitVarInsn(Opcodes.ALOAD, state);
        code.visitFieldInsn(Opcodes.GETFIELD, recorder.getInternalName(), field, "J");
        code.visitVarInsn(Opcodes.LSTORE, slot);
    }

    private void exit(ClassWriter type) {
        AdviceParameters parameters = parameters();
        parameters.add("state", recorder, Advice.Enter.class, null);
        parameters.add("thrown", Type.getType(Throwable.class), Advice.Thrown.class, null);
        int operands = CALL_OPERANDS;
        Type result = null;
        for (ValuePath path : paths) {
            result = path.root == ValuePath.RETURN ? path.rootType : result;
            for (PathStep step : path.steps) {
                operands = Math.max(operands, step.operands());
            }
        }
        if (result != null) {
            parameters.add("return", result, Advice.Return.class, null);
        }
        MethodVisitor code =
                type.visitMethod(Opcodes.ACC_STATIC, "exit", parameters.descriptor(Type.VOID_TYPE), null, null);
        AnnotationVisitor exit = code.visitAnnotation(Type.getDescriptor(Advice.OnMethodExit.class), true);
        exit.visit("onThrowable", Type.getType(Throwable.class));
        exit.visitEnd();
        parameters.annotate(code);
        code.visitCode();
        new CapturingExit(code, recorder.getInternalName(), parameters, paths, isLimited).write();
        code.visitMaxs(operands, parameters.slotCount() + 2);
        code.visitEnd();
    }
}
