/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * First look at a class: which of its methods are to be woven, and what has to be known of each before its
 * first instruction is written.
 */
final class TracedMethods extends ClassVisitor {
    /** Without a body, or not written by the user. */
    private static final int NEVER =
            Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC;

    private final String className;
    private final MethodRule[] rules;
    private final MethodFilter filter;
    private final Map<String, Shape> shapes = new HashMap<>();

    TracedMethods(String className, MethodRule[] rules, MethodFilter filter) {
        super(Opcodes.ASM9);
        this.className = className;
        this.rules = rules;
        this.filter = filter;
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

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        if ((access & NEVER) != 0 || name.charAt(0) == '<' || !isNamed(name)) {
            return null;
        }
        Shape shape = new Shape();
        shapes.put(name.concat(descriptor), shape);
        return shape;
    }

    private boolean isNamed(String method) {
        for (MethodRule rule : rules) {
            if (rule.matchesMethod(method) && !filter.excludes(className, method)) {
                return true;
            }
        }
        return false;
    }

    /** Counts returns and local variables. */
    static final class Shape extends MethodVisitor {
        int returnCount;
        int maxLocals;

        Shape() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                returnCount++;
            }
        }

        @Override
        public void visitMaxs(int maxStack, int locals) {
            maxLocals = locals;
        }
    }
}
