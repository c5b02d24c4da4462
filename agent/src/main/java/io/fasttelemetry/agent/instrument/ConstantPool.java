/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/** The texts among the constants of a class file. Immutable; any thread. */
final class ConstantPool {
    private final byte[] file;
    /** Place of each constant behind its tag. */
    private final int[] offsets;

    private final int end;

    private ConstantPool(byte[] file, int[] offsets, int end) {
        this.file = file;
        this.offsets = offsets;
        this.end = end;
    }

    /** Finds the constants; null if there is one of an unknown kind. */
    static ConstantPool parse(byte[] file) {
        int[] offsets = new int[ClassHeader.u2(file, 8)];
        int at = 10;
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = at + 1;
            int tag = file[at];
            if (tag == 1) {
                at += 3 + ClassHeader.u2(file, at + 1);
            } else if (tag == 5 || tag == 6) {
                at += 9;
                i++; // takes two places
            } else if (tag == 7 || tag == 8 || tag == 16 || tag == 19 || tag == 20) {
                at += 3;
            } else if (tag == 15) {
                at += 4;
            } else if (tag == 3 || tag == 4 || (tag >= 9 && tag <= 12) || tag == 17 || tag == 18) {
                at += 5;
            } else {
                return null;
            }
        }
        return new ConstantPool(file, offsets, at);
    }

    byte[] file() {
        return file;
    }

    /** The place behind the last constant: that of the class's access flags. */
    int end() {
        return end;
    }

    String utf8(int index) {
        return ClassHeader.utf8(file, offsets[index]);
    }

    String className(int index) {
        return utf8(ClassHeader.u2(file, offsets[index]));
    }

    /** Whether a Utf8 constant is this text, which is in ASCII. */
    boolean is(int index, String text) {
        int at = offsets[index];
        if (ClassHeader.u2(file, at) != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (file[at + 2 + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
