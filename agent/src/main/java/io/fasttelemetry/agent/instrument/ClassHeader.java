/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/**
 * The access flags of a class file and the names of its superclass and interfaces, read without building anything else,
 * since every class of the application is checked this way. On the way it looks for constants that rules for any class
 * need. Immutable; {@link #parse} may be called on any thread.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se21/html/jvms-4.html">JVMS 4.1 and 4.4</a>
 */
final class ClassHeader {
    private static final int MAGIC = 0xCAFEBABE;
    private static final String[] NONE = {};

    private static final int ACC_FINAL = 0x0010;
    private static final int ACC_INTERFACE = 0x0200;
    private static final int ACC_SYNTHETIC = 0x1000;

    private final int access;
    /** Internal name, or null for java.lang.Object and modules. */
    final String superName;
    /** Internal names. */
    final String[] interfaceNames;
    /** Whether the class file holds one of the wanted constants. */
    final boolean hasWanted;

    private ClassHeader(int access, String superName, String[] interfaceNames, boolean hasWanted) {
        this.access = access;
        this.superName = superName;
        this.interfaceNames = interfaceNames;
        this.hasWanted = hasWanted;
    }

    /** Reads the header of a class file; null if the bytes are not a class file that is understood. */
    static ClassHeader parse(byte[] file) {
        return parse(file, null);
    }

    /**
     * Reads the header of a class file; null if the bytes are not a class file that is understood.
     *
     * @param wanted constants to look for, or null
     */
    static ClassHeader parse(byte[] file, WantedConstants wanted) {
        try {
            return u4(file, 0) == MAGIC ? parse(file, u2(file, 8), wanted) : null;
        } catch (ArrayIndexOutOfBoundsException e) {
            return null; // truncated; the JVM will report it
        }
    }

    private static ClassHeader parse(byte[] file, int constantCount, WantedConstants wanted) {
        boolean hasWanted = false;
        int[] offsets = new int[constantCount];
        int at = 10;
        for (int i = 1; i < constantCount; i++) {
            offsets[i] = at + 1;
            int tag = file[at];
            switch (tag) {
                case 1: // Utf8
                    int length = u2(file, at + 1);
                    if (wanted != null && !hasWanted && wanted.contains(file, at + 3, length)) {
                        hasWanted = true;
                    }
                    at += 3 + length;
                    break;
                case 5: // Long
                case 6: // Double
                    at += 9;
                    i++; // takes two places
                    break;
                case 15: // MethodHandle
                    at += 4;
                    break;
                case 7: // Class
                case 8: // String
                case 16: // MethodType
                case 19: // Module
                case 20: // Package
                    at += 3;
                    break;
                case 3: // Integer
                case 4: // Float
                case 9: // Fieldref
                case 10: // Methodref
                case 11: // InterfaceMethodref
                case 12: // NameAndType
                case 17: // Dynamic
                case 18: // InvokeDynamic
                    at += 5;
                    break;
                default:
                    return null;
            }
        }
        int superIndex = u2(file, at + 4);
        String superName = superIndex == 0 ? null : className(file, offsets, superIndex);
        int interfaceCount = u2(file, at + 6);
        String[] interfaces = interfaceCount == 0 ? NONE : new String[interfaceCount];
        for (int i = 0; i < interfaceCount; i++) {
            interfaces[i] = className(file, offsets, u2(file, at + 8 + 2 * i));
        }
        return new ClassHeader(u2(file, at), superName, interfaces, hasWanted);
    }

    /** Whether the class is final, so that no class can extend it. */
    boolean isFinal() {
        return (access & ACC_FINAL) != 0;
    }

    boolean isInterface() {
        return (access & ACC_INTERFACE) != 0;
    }

    /** Whether a compiler or framework made the class. */
    boolean isSynthetic() {
        return (access & ACC_SYNTHETIC) != 0;
    }

    private static String className(byte[] file, int[] offsets, int classIndex) {
        return utf8(file, offsets[u2(file, offsets[classIndex])]);
    }

    /** Decodes the text of a Utf8 constant, given the place of its length. */
    static String utf8(byte[] file, int at) {
        int length = u2(file, at);
        char[] name = new char[length];
        int chars = 0;
        for (int i = at + 2; i < at + 2 + length; i++) {
            int b = file[i];
            if (b >= 0) {
                name[chars++] = (char) b;
            } else if ((b & 0xE0) == 0xC0) {
                name[chars++] = (char) (((b & 0x1F) << 6) | (file[++i] & 0x3F));
            } else {
                name[chars++] = (char) (((b & 0x0F) << 12) | ((file[++i] & 0x3F) << 6) | (file[++i] & 0x3F));
            }
        }
        return new String(name, 0, chars);
    }

    static int u2(byte[] file, int at) {
        return ((file[at] & 0xFF) << 8) | (file[at + 1] & 0xFF);
    }

    static int u4(byte[] file, int at) {
        return (u2(file, at) << 16) | u2(file, at + 2);
    }
}
