/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** One step of a {@link ValuePath}: a field that is read or a method that is called. Immutable. */
final class PathStep {
    private final int opcode;
    private final String owner;
    private final String name;
    private final String descriptor;
    private final boolean isInterface;
    private final List<String> arguments;

    private PathStep(
            int opcode, String owner, String name, String descriptor, boolean isInterface, List<String> arguments) {
        this.opcode = opcode;
        this.owner = owner;
        this.name = name;
        this.descriptor = descriptor;
        this.isInterface = isInterface;
        this.arguments = arguments;
    }

    /** @param owner internal name of the type that the value before is declared with */
    static PathStep field(String owner, String name, String descriptor) {
        return new PathStep(Opcodes.GETFIELD, owner, name, descriptor, false, Collections.emptyList());
    }

    /** @param arguments constants for the parameters */
    static PathStep method(
            int opcode, String owner, String name, String descriptor, boolean isInterface, List<String> arguments) {
        return new PathStep(opcode, owner, name, descriptor, isInterface, arguments);
    }

    /** The declared type of what the step yields. */
    Type type() {
        return opcode == Opcodes.GETFIELD ? Type.getType(descriptor) : Type.getReturnType(descriptor);
    }

    /** Operands that the step needs beside its result. */
    int operands() {
        return 1 + arguments.size();
    }

    /** Replaces the object on the stack by what the step yields. */
    void apply(MethodVisitor code) {
        if (opcode == Opcodes.GETFIELD) {
            code.visitFieldInsn(opcode, owner, name, descriptor);
            return;
        }
        for (String argument : arguments) {
            code.visitLdcInsn(argument);
        }
        code.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }
}
