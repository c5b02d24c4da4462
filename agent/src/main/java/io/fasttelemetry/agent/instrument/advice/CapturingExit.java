/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.bootstrap.ThreadState;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Writes the code of the exit in {@link CapturingAdvice}, in the order that {@link ThreadState} prescribes: values that
 * the application computes go to variables first, each in a {@code try} of its own; then the parent is restored; then
 * all values are captured. For one method.
 */
final class CapturingExit {
    private static final String THROWABLE = "java/lang/Throwable";
    private static final Type OBJECT = Type.getType(Object.class);

    private final MethodVisitor code;
    private final String recorder;
    private final AdviceParameters variables;
    private final List<ValuePath> paths;
    private final boolean isLimited;
    private final boolean isAnyComputed;
    /** Labels whose place is that of the next instruction. */
    private final List<Label> pending = new ArrayList<>();

    /** @param recorder internal name of {@link ThreadState} */
    CapturingExit(
            MethodVisitor code, String recorder, AdviceParameters variables, List<ValuePath> paths, boolean isLimited) {
        this.recorder = recorder;
        this.code = code;
        this.variables = variables;
        this.paths = paths;
        this.isLimited = isLimited;
        boolean isAny = false;
        for (ValuePath path : paths) {
            isAny |= path.isComputed();
        }
        isAnyComputed = isAny;
    }

    void write() {
        if (isAnyComputed) {
            compute();
        }
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.visitTryCatchBlock(start, end, handler, THROWABLE);
        load("state");
        code.visitVarInsn(Opcodes.LLOAD, variables.slot("parent"));
        code.visitFieldInsn(Opcodes.PUTFIELD, recorder, "spanId", "J");
        code.visitLabel(start);
        capture();
        record();
        code.visitLabel(end);
        Label after = new Label();
        code.visitJumpInsn(Opcodes.GOTO, after);
        code.visitLabel(handler);
        variables.frame(code, THROWABLE);
        code.visitInsn(Opcodes.POP);
        code.visitFieldInsn(Opcodes.GETSTATIC, recorder, "errorCount", "I");
        load("state");
        code.visitFieldInsn(Opcodes.GETFIELD, recorder, "weight", "I");
        code.visitInsn(Opcodes.IADD);
        code.visitFieldInsn(Opcodes.PUTSTATIC, recorder, "errorCount", "I");
        code.visitLabel(after);
        variables.frame(code);
        code.visitInsn(Opcodes.RETURN);
    }

    /** Computes values, unless nobody would see them. */
    private void compute() {
        variable("failed", Type.INT_TYPE);
        variable("computed", Type.INT_TYPE);
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).isComputed()) {
                variable(value(i), stored(paths.get(i).type()));
            }
        }
        Label unseen = new Label();
        skipUnlessSeen(unseen);
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).isComputed()) {
                flush();
                compute(i, paths.get(i));
            }
        }
        pending.add(unseen);
        flush();
    }

    /** Adds a variable, which has to have a value before the first branch. */
    private void variable(String name, Type type) {
        variables.addVariable(name, type);
        switch (type.getSort()) {
            case Type.LONG:
                code.visitInsn(Opcodes.LCONST_0);
                break;
            case Type.DOUBLE:
                code.visitInsn(Opcodes.DCONST_0);
                break;
            case Type.FLOAT:
                code.visitInsn(Opcodes.FCONST_0);
                break;
            case Type.OBJECT:
                code.visitInsn(Opcodes.ACONST_NULL);
                break;
            default:
                code.visitInsn(Opcodes.ICONST_0);
                break;
        }
        code.visitVarInsn(type.getOpcode(Opcodes.ISTORE), variables.slot(name));
    }

    private static String value(int path) {
        return "value".concat(Integer.toString(path));
    }

    /** The type of the variable for a value of this type: no type of the application, which a verifier might load. */
    private static Type stored(Type type) {
        boolean isReference = type.getSort() >= Type.ARRAY;
        return isReference && !type.getDescriptor().equals("Ljava/lang/String;") ? OBJECT : type;
    }

    private void compute(int number, ValuePath path) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label done = new Label();
        code.visitTryCatchBlock(start, end, handler, THROWABLE);
        if (path.root == ValuePath.RETURN) {
            load("thrown");
            code.visitJumpInsn(Opcodes.IFNONNULL, done);
        }
        code.visitLabel(start);
        int object = variables.slotCount();
        loadRoot(path);
        for (PathStep step : path.steps) {
            code.visitVarInsn(Opcodes.ASTORE, object);
            code.visitVarInsn(Opcodes.ALOAD, object);
            code.visitJumpInsn(Opcodes.IFNULL, done);
            code.visitVarInsn(Opcodes.ALOAD, object);
            step.apply(code);
        }
        code.visitVarInsn(stored(path.type()).getOpcode(Opcodes.ISTORE), variables.slot(value(number)));
        code.visitVarInsn(Opcodes.ILOAD, variables.slot("computed"));
        code.visitLdcInsn(1 << number);
        code.visitInsn(Opcodes.IOR);
        code.visitVarInsn(Opcodes.ISTORE, variables.slot("computed"));
        code.visitLabel(end);
        code.visitJumpInsn(Opcodes.GOTO, done);
        code.visitLabel(handler);
        variables.frame(code, THROWABLE);
        code.visitInsn(Opcodes.POP);
        code.visitIincInsn(variables.slot("failed"), 1);
        pending.add(done);
    }

    private void capture() {
        Label unseen = new Label();
        skipUnlessSeen(unseen);
        for (int i = 0; i < paths.size(); i++) {
            flush();
            capture(i, paths.get(i));
        }
        if (isAnyComputed) {
            flush();
            Label noneFailed = new Label();
            code.visitVarInsn(Opcodes.ILOAD, variables.slot("failed"));
            code.visitJumpInsn(Opcodes.IFEQ, noneFailed);
            load("state");
            code.visitVarInsn(Opcodes.LLOAD, variables.slot("span"));
            code.visitVarInsn(Opcodes.ILOAD, variables.slot("failed"));
            call("captureFailed", "(L" + recorder + ";JI)V");
            pending.add(noneFailed);
        }
        pending.add(unseen);
        flush();
    }

    private void capture(int number, ValuePath path) {
        Label none = new Label();
        if (path.isComputed()) {
            code.visitVarInsn(Opcodes.ILOAD, variables.slot("computed"));
            code.visitLdcInsn(1 << number);
            code.visitInsn(Opcodes.IAND);
            code.visitJumpInsn(Opcodes.IFEQ, none);
            pending.add(none);
        } else if (path.root == ValuePath.RETURN) {
            load("thrown");
            code.visitJumpInsn(Opcodes.IFNONNULL, none);
            pending.add(none);
        }
        load("state");
        code.visitVarInsn(Opcodes.LLOAD, variables.slot("span"));
        code.visitLdcInsn(path.index);
        if (path.isComputed()) {
            code.visitVarInsn(stored(path.type()).getOpcode(Opcodes.ILOAD), variables.slot(value(number)));
        } else {
            loadRoot(path);
        }
        call("capture", "(L" + recorder + ";JI" + converted(path.type()) + ")V");
    }

    /** Converts the value on the stack to what the recorder takes; returns the descriptor of that. */
    private String converted(Type type) {
        switch (type.getSort()) {
            case Type.BOOLEAN:
            case Type.LONG:
            case Type.DOUBLE:
                return type.getDescriptor();
            case Type.FLOAT:
                code.visitInsn(Opcodes.F2D);
                return "D";
            case Type.ARRAY:
            case Type.OBJECT:
                return stored(type).getDescriptor();
            default:
                code.visitInsn(Opcodes.I2L);
                return "J";
        }
    }

    private void loadRoot(ValuePath path) {
        switch (path.root) {
            case ValuePath.THIS:
                load("this");
                break;
            case ValuePath.RETURN:
                code.visitVarInsn(path.rootType.getOpcode(Opcodes.ILOAD), variables.slot("return"));
                break;
            case ValuePath.THROWN:
                load("thrown");
                break;
            case ValuePath.CONSTANT:
                code.visitLdcInsn(path.constant);
                break;
            default:
                code.visitVarInsn(
                        path.rootType.getOpcode(Opcodes.ILOAD), variables.slot(CapturingAdvice.argument(path.root)));
                break;
        }
    }

    /** Jumps if the trace is not sampled, or if a limit has left the span out. */
    private void skipUnlessSeen(Label unseen) {
        load("state");
        code.visitFieldInsn(Opcodes.GETFIELD, recorder, "sampled", "Z");
        code.visitJumpInsn(Opcodes.IFEQ, unseen);
        code.visitVarInsn(Opcodes.LLOAD, variables.slot("span"));
        code.visitVarInsn(Opcodes.LLOAD, variables.slot("parent"));
        code.visitInsn(Opcodes.LCMP);
        code.visitJumpInsn(Opcodes.IFEQ, unseen);
    }

    private void record() {
        load("state");
        code.visitVarInsn(Opcodes.ILOAD, variables.slot("operation"));
        code.visitVarInsn(Opcodes.LLOAD, variables.slot("span"));
        code.visitVarInsn(Opcodes.LLOAD, variables.slot("parent"));
        code.visitVarInsn(Opcodes.LLOAD, variables.slot("start"));
        if (isLimited) {
            code.visitVarInsn(Opcodes.LLOAD, variables.slot("mark"));
        }
        load("thrown");
        call(
                isLimited ? "exitLimited" : "exitWithValues",
                "(L" + recorder + (isLimited ? ";IJJJJL" : ";IJJJL") + THROWABLE + ";)V");
    }

    private void load(String reference) {
        code.visitVarInsn(Opcodes.ALOAD, variables.slot(reference));
    }

    private void call(String method, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, recorder, method, descriptor, false);
    }

    /** Places the pending labels, with one frame for all of them: two at the same place are not possible. */
    private void flush() {
        if (!pending.isEmpty()) {
            for (Label label : pending) {
                code.visitLabel(label);
            }
            variables.frame(code);
            pending.clear();
        }
    }
}
