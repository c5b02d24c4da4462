/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/**
 * Recognises, by its code, a method that does nothing but read or write one field of its object or class: getters,
 * setters, also those that return {@code this}, and the accessors of records. A method that is called like one and does
 * more is none. Stateless; any thread.
 */
final class Accessors {
    private static final int ILOAD = 0x15;
    private static final int ALOAD = 0x19;
    private static final int ILOAD_0 = 0x1a;
    private static final int ALOAD_0 = 0x2a;
    private static final int ALOAD_3 = 0x2d;
    private static final int IRETURN = 0xac;
    private static final int ARETURN = 0xb0;
    private static final int RETURN = 0xb1;
    private static final int GETSTATIC = 0xb2;
    private static final int PUTSTATIC = 0xb3;
    private static final int GETFIELD = 0xb4;
    private static final int PUTFIELD = 0xb5;
    private static final int MAX_LENGTH = 7;

    private Accessors() {}

    static boolean isAccessor(byte[] file, int code, int length, String descriptor) {
        if (length < 4 || length > MAX_LENGTH) {
            return false;
        }
        boolean takesNothing = descriptor.charAt(1) == ')';
        return takesNothing ? isGetter(file, code, length) : isSetter(file, code, length);
    }

    private static boolean isGetter(byte[] file, int code, int length) {
        int last = u1(file, code + length - 1);
        boolean returns = last >= IRETURN && last <= ARETURN;
        boolean field = length == 5 && u1(file, code) == ALOAD_0 && u1(file, code + 1) == GETFIELD;
        return returns && (field || (length == 4 && u1(file, code) == GETSTATIC));
    }

    private static boolean isSetter(byte[] file, int code, int length) {
        boolean isStatic = isLoad(u1(file, code)) && u1(file, code + 1) == PUTSTATIC;
        if (isStatic) {
            return length == 5 && u1(file, code + 4) == RETURN;
        }
        boolean field = u1(file, code) == ALOAD_0 && isLoad(u1(file, code + 1)) && u1(file, code + 2) == PUTFIELD;
        if (!field) {
            return false;
        }
        boolean plain = length == 6 && u1(file, code + 5) == RETURN;
        return plain || (length == 7 && u1(file, code + 5) == ALOAD_0 && u1(file, code + 6) == ARETURN);
    }

    /** Whether the instruction loads a variable and takes one byte. */
    private static boolean isLoad(int opcode) {
        return opcode >= ILOAD_0 && opcode <= ALOAD_3 && opcode != ILOAD && opcode != ALOAD;
    }

    private static int u1(byte[] file, int at) {
        return file[at] & 0xFF;
    }
}
