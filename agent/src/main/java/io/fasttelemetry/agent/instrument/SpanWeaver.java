/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.bootstrap.ThreadState;
import java.util.Arrays;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts a span around one method. {@link ThreadState} shows the written code as Java.
 *
 * <pre>
 *          state = ThreadState.enter(); parent, span, start = its fields
 *   body:  ...                                         any exception here  ──▶ thrown
 *          value = ...; state.spanId = parent
 *   exit:  ThreadState.exit(state, ..., null)          any exception here  ──▶ failed
 *          return value                                (for each return of the method)
 *          ...
 *   thrown:  state.spanId = parent
 *   end:     ThreadState.exit(state, ..., exception)   any exception here  ──▶ dropped
 *   dropped: errorCount += state.weight; throw exception
 *   failed:  errorCount += state.weight; return value
 * </pre>
 *
 * <p><b>Local variables</b> are added after the method's own, so the method's instructions stay as they are. <b>Operand
 * stack:</b> a method may return with more on it than the value, hence the call at each return rather than a jump to a
 * common one. <b>Exception table:</b> first the exits, since the method's own handlers may cover its returns; then the
 * method's; then the rest of the body.
 */
final class SpanWeaver extends MethodVisitor {
    private static final String STATE = Type.getInternalName(ThreadState.class);
    private static final String EXIT = "(L" + STATE + ";IJJJLjava/lang/Throwable;)V";
    private static final String THROWABLE = "java/lang/Throwable";

    /** The operands of {@link ThreadState#exit}. */
    private static final int EXIT_STACK = 9;

    private final int operationId;
    private final Type value;
    private final boolean hasFrames;

    private final int state;
    private final int parent;
    private final int span;
    private final int start;
    private final int result;

    private final Label[] exits;
    private final Label[] bodies;
    private final Label thrown = new Label();
    private final Label failed = new Label();
    private int returnCount;

    SpanWeaver(MethodVisitor next, TracedMethods.Shape shape, int operationId, String descriptor, boolean hasFrames) {
        super(Opcodes.ASM9, next);
        this.operationId = operationId;
        this.value = Type.getReturnType(descriptor);
        this.hasFrames = hasFrames;
        state = shape.maxLocals;
        parent = state + 1;
        span = parent + 2;
        start = span + 2;
        result = start + 2;
        exits = labels(2 * shape.returnCount);
        bodies = labels(2 * shape.returnCount + 2);
    }

    private static Label[] labels(int count) {
        Label[] labels = new Label[count];
        for (int i = 0; i < count; i++) {
            labels[i] = new Label();
        }
        return labels;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        for (int i = 0; i < exits.length; i += 2) {
            super.visitTryCatchBlock(exits[i], exits[i + 1], failed, THROWABLE);
        }
        super.visitMethodInsn(Opcodes.INVOKESTATIC, STATE, "enter", "()L" + STATE + ";", false);
        super.visitVarInsn(Opcodes.ASTORE, state);
        copyField("parentSpanId", parent);
        copyField("spanId", span);
        copyField("startNanos", start);
        super.visitLabel(bodies[0]);
    }

    private void copyField(String field, int local) {
        super.visitVarInsn(Opcodes.ALOAD, state);
        super.visitFieldInsn(Opcodes.GETFIELD, STATE, field, "J");
        super.visitVarInsn(Opcodes.LSTORE, local);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
            super.visitInsn(opcode);
            return;
        }
        super.visitLabel(bodies[2 * returnCount + 1]);
        if (opcode != Opcodes.RETURN) {
            super.visitVarInsn(value.getOpcode(Opcodes.ISTORE), result);
        }
        exit(exits[2 * returnCount], exits[2 * returnCount + 1], false);
        returnValue();
        returnCount++;
        super.visitLabel(bodies[2 * returnCount]);
    }

    private void returnValue() {
        if (value.getSort() != Type.VOID) {
            super.visitVarInsn(value.getOpcode(Opcodes.ILOAD), result);
        }
        super.visitInsn(value.getOpcode(Opcodes.IRETURN));
    }

    /**
     * Writes an exit, which restores the parent before anything that can fail: at the end of the stack no call
     * succeeds.
     */
    private void exit(Label from, Label to, boolean withException) {
        super.visitVarInsn(Opcodes.ALOAD, state);
        super.visitVarInsn(Opcodes.LLOAD, parent);
        super.visitFieldInsn(Opcodes.PUTFIELD, STATE, "spanId", "J");
        super.visitLabel(from);
        super.visitVarInsn(Opcodes.ALOAD, state);
        push(operationId);
        super.visitVarInsn(Opcodes.LLOAD, span);
        super.visitVarInsn(Opcodes.LLOAD, parent);
        super.visitVarInsn(Opcodes.LLOAD, start);
        if (withException) {
            super.visitVarInsn(Opcodes.ALOAD, result);
        } else {
            super.visitInsn(Opcodes.ACONST_NULL);
        }
        super.visitMethodInsn(Opcodes.INVOKESTATIC, STATE, "exit", EXIT, false);
        super.visitLabel(to);
    }

    private void push(int constant) {
        if (constant <= Byte.MAX_VALUE) {
            super.visitIntInsn(Opcodes.BIPUSH, constant);
        } else if (constant <= Short.MAX_VALUE) {
            super.visitIntInsn(Opcodes.SIPUSH, constant);
        } else {
            super.visitLdcInsn(constant);
        }
    }

    /** Adds the new variables to a frame of the method itself. */
    @Override
    public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
        Object[] all = ours(localCount, locals);
        super.visitFrame(type, all.length, all, stackCount, stack);
    }

    private Object[] ours(int localCount, Object[] locals) {
        int size = localCount;
        for (int i = 0; i < localCount; i++) {
            boolean twoSlots =
                    Opcodes.LONG.equals(locals[i]) || Opcodes.DOUBLE.equals(locals[i]); // counted as one in the array
            size += twoSlots ? 1 : 0;
        }
        Object[] all = new Object[localCount + state - size + 4];
        System.arraycopy(locals, 0, all, 0, localCount);
        int i = localCount;
        for (; size < state; size++) {
            all[i++] = Opcodes.TOP;
        }
        all[i++] = STATE;
        all[i++] = Opcodes.LONG;
        all[i++] = Opcodes.LONG;
        all[i] = Opcodes.LONG;
        return all;
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        Label dropped = new Label();
        Label endExit = new Label();
        super.visitLabel(bodies[bodies.length - 1]);
        super.visitTryCatchBlock(end, endExit, dropped, THROWABLE);
        for (int i = 0; i < bodies.length; i += 2) {
            if (bodies[i].getOffset() < bodies[i + 1].getOffset()) {
                super.visitTryCatchBlock(bodies[i], bodies[i + 1], thrown, THROWABLE);
            }
        }

        handler(thrown, ours(0, new Object[0]));
        super.visitVarInsn(Opcodes.ASTORE, result);
        exit(end, endExit, true);
        super.visitVarInsn(Opcodes.ALOAD, result);
        super.visitInsn(Opcodes.ATHROW);

        handler(dropped, oursAnd(THROWABLE));
        countSuppressed();
        super.visitVarInsn(Opcodes.ALOAD, result);
        super.visitInsn(Opcodes.ATHROW);

        if (exits.length > 0) {
            handler(failed, value.getSort() == Type.VOID ? ours(0, new Object[0]) : oursAnd(frameType(value)));
            countSuppressed();
            returnValue();
        }
        super.visitMaxs(maxStack + EXIT_STACK, result + 2);
    }

    private void handler(Label label, Object[] locals) {
        super.visitLabel(label);
        if (hasFrames) {
            super.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {THROWABLE});
        }
    }

    /** The added variables and the one after them: the result, or the exception in its place. */
    private Object[] oursAnd(Object type) {
        Object[] ours = ours(0, new Object[0]);
        Object[] all = Arrays.copyOf(ours, ours.length + 1);
        all[ours.length] = type;
        return all;
    }

    private static Object frameType(Type type) {
        switch (type.getSort()) {
            case Type.LONG:
                return Opcodes.LONG;
            case Type.FLOAT:
                return Opcodes.FLOAT;
            case Type.DOUBLE:
                return Opcodes.DOUBLE;
            case Type.OBJECT:
            case Type.ARRAY:
                return type.getInternalName();
            default:
                return Opcodes.INTEGER;
        }
    }

    private void countSuppressed() {
        super.visitInsn(Opcodes.POP);
        super.visitFieldInsn(Opcodes.GETSTATIC, STATE, "errorCount", "I");
        super.visitVarInsn(Opcodes.ALOAD, state);
        super.visitFieldInsn(Opcodes.GETFIELD, STATE, "weight", "I");
        super.visitInsn(Opcodes.IADD);
        super.visitFieldInsn(Opcodes.PUTSTATIC, STATE, "errorCount", "I");
    }
}
