/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.util.HashMap;
import java.util.Map;

/**
 * The sizes of all methods of a class file: bytes of code, operand stack, local variables. Reads the bytes themselves,
 * so it also shows numbers that the writer truncated. Stateless for callers; any thread.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se21/html/jvms-4.html">JVMS 4.6 and 4.7.3</a>
 */
final class CodeSizes {
    private final byte[] file;
    private final int[] constants;
    private int at = 8;

    private CodeSizes(byte[] file) {
        this.file = file;
        constants = new int[u2()];
    }

    /**
     * Reads the sizes, keyed by name and descriptor as one string, without methods that have no code. The class file
     * must be valid.
     */
    static Map<String, Size> read(byte[] classFile) {
        return new CodeSizes(classFile).methods();
    }

    private Map<String, Size> methods() {
        skipConstants();
        at += 6; // access flags, this class, superclass
        int interfaces = u2();
        at += 2 * interfaces;
        for (int fields = u2(); fields > 0; fields--) {
            at += 6;
            skipAttributes();
        }
        Map<String, Size> sizes = new HashMap<>();
        for (int methods = u2(); methods > 0; methods--) {
            at += 2;
            String name = utf8(u2());
            String descriptor = utf8(u2());
            for (int attributes = u2(); attributes > 0; attributes--) {
                boolean isCode = utf8(u2()).equals("Code");
                int length = u4();
                int end = at + length;
                if (isCode) {
                    sizes.put(name.concat(descriptor), new Size(u2(), u2(), u4()));
                }
                at = end;
            }
        }
        return sizes;
    }

    private void skipConstants() {
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at + 1;
            int tag = file[at++];
            if (tag == 1) {
                int length = u2();
                at += length;
            } else if (tag == 5 || tag == 6) {
                at += 8;
                i++; // takes two places
            } else if (tag == 15) {
                at += 3;
            } else if (tag == 7 || tag == 8 || tag == 16 || tag == 19 || tag == 20) {
                at += 2;
            } else {
                at += 4;
            }
        }
    }

    private void skipAttributes() {
        for (int attributes = u2(); attributes > 0; attributes--) {
            at += 2;
            int length = u4();
            at += length;
        }
    }

    /** Reads a constant byte by byte as chars, without decoding, which is enough to compare names of one class. */
    private String utf8(int constant) {
        int before = at;
        at = constants[constant];
        char[] chars = new char[u2()];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (file[at++] & 0xFF);
        }
        at = before;
        return new String(chars);
    }

    private int u2() {
        at += 2;
        return ((file[at - 2] & 0xFF) << 8) | (file[at - 1] & 0xFF);
    }

    private int u4() {
        return (u2() << 16) | u2();
    }

    /** The sizes of one method. Immutable. */
    static final class Size {
        final int maxStack;
        final int maxLocals;
        final int codeBytes;

        Size(int maxStack, int maxLocals, int codeBytes) {
            this.maxStack = maxStack;
            this.maxLocals = maxLocals;
            this.codeBytes = codeBytes;
        }
    }
}
