/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Which stores may put a value of another type into a parameter's place. javac writes none; obfuscators and jlink do.
 * Without a frame in between nothing but the stores shows it. Immutable.
 */
final class ParameterSlots {
    /** The opcode of a store that keeps the type of what is in the slot; 0 where any may change it. */
    private final int[] keeping;

    ParameterSlots(int access, String descriptor) {
        int first = (access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        int size = first;
        for (Type type : Type.getArgumentTypes(descriptor)) {
            size += type.getSize();
        }
        keeping = new int[size];
        int slot = first;
        for (Type type : Type.getArgumentTypes(descriptor)) {
            boolean isAnyObject = type.getDescriptor().equals("Ljava/lang/Object;");
            keeping[slot] = type.getSort() < Type.ARRAY || isAnyObject ? type.getOpcode(Opcodes.ISTORE) : 0;
            slot += type.getSize();
        }
    }

    /** Whether a store may change the type of a parameter's place. */
    boolean mayChange(int opcode, int slot) {
        boolean isStore = opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
        return isStore && slot < keeping.length && keeping[slot] != opcode;
    }
}
