/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods of a class file with what rules ask about them, and the annotations of the class. Read only for classes
 * that a rule may match. Immutable; {@link #parse} may be called on any thread.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se21/html/jvms-4.html">JVMS 4.6, 4.7.3 and 4.7.16</a>
 */
final class ClassMembers {
    private static final int ACC_SYNCHRONIZED = 0x0020;
    private static final Map<String, Integer> NO_ANNOTATIONS = new HashMap<>();

    final int access;
    final String[] interfaceNames;
    final List<Member> methods = new ArrayList<>();
    private final ConstantPool constants;
    private Map<String, Integer> annotations = NO_ANNOTATIONS;

    /** A method. Immutable. */
    final class Member {
        final int access;
        final String name;
        final String descriptor;
        /** Whether the code does nothing but read or write a field, and waits for no lock. */
        final boolean isAccessor;

        private final Map<String, Integer> annotations;

        Member(int access, String name, String descriptor, boolean isAccessor, Map<String, Integer> annotations) {
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
            this.isAccessor = isAccessor;
            this.annotations = annotations;
        }

        /** The descriptors of the annotations' types. */
        Iterable<String> annotations() {
            return annotations.keySet();
        }

        /** The elements of an annotation that are strings or enum constants, by name. */
        Map<String, String> elements(String annotation) {
            return AnnotationElements.read(constants, annotations.get(annotation));
        }
    }

    private ClassMembers(ConstantPool constants) {
        this.constants = constants;
        int at = constants.end();
        byte[] file = constants.file();
        access = ClassHeader.u2(file, at);
        interfaceNames = new String[ClassHeader.u2(file, at + 6)];
        for (int i = 0; i < interfaceNames.length; i++) {
            interfaceNames[i] = constants.className(ClassHeader.u2(file, at + 8 + 2 * i));
        }
        at += 8 + 2 * interfaceNames.length;
        at = skipFields(file, at);
        int count = ClassHeader.u2(file, at);
        at += 2;
        for (int i = 0; i < count; i++) {
            at = method(file, at);
        }
        annotations = annotationsAt(file, at);
    }

    /** Reads a class file; null if it is not understood. */
    static ClassMembers parse(byte[] file) {
        try {
            ConstantPool constants = ConstantPool.parse(file);
            return constants == null ? null : new ClassMembers(constants);
        } catch (RuntimeException e) {
            return null; // truncated or damaged; the JVM will report it
        }
    }

    /** The descriptors of the types of the class's annotations. */
    Iterable<String> annotations() {
        return annotations.keySet();
    }

    private static int skipFields(byte[] file, int start) {
        int at = start + 2;
        for (int i = ClassHeader.u2(file, start); i > 0; i--) {
            at = skipAttributes(file, at + 6);
        }
        return at;
    }

    /** The place behind the attributes whose number is at {@code start}. */
    private static int skipAttributes(byte[] file, int start) {
        int at = start + 2;
        for (int i = ClassHeader.u2(file, start); i > 0; i--) {
            at += 6 + ClassHeader.u4(file, at + 2);
        }
        return at;
    }

    private int method(byte[] file, int at) {
        int flags = ClassHeader.u2(file, at);
        String name = constants.utf8(ClassHeader.u2(file, at + 2));
        String descriptor = constants.utf8(ClassHeader.u2(file, at + 4));
        int attribute = at + 8;
        boolean isAccessor = false;
        for (int i = ClassHeader.u2(file, at + 6); i > 0; i--) {
            if ((flags & ACC_SYNCHRONIZED) == 0 && constants.is(ClassHeader.u2(file, attribute), "Code")) {
                isAccessor =
                        Accessors.isAccessor(file, attribute + 14, ClassHeader.u4(file, attribute + 10), descriptor);
            }
            attribute += 6 + ClassHeader.u4(file, attribute + 2);
        }
        methods.add(new Member(flags, name, descriptor, isAccessor, annotationsAt(file, at + 6)));
        return attribute;
    }

    /** The annotations among the attributes whose number is at {@code start}: descriptors, and where elements begin. */
    private Map<String, Integer> annotationsAt(byte[] file, int start) {
        Map<String, Integer> found = null;
        int at = start + 2;
        for (int i = ClassHeader.u2(file, start); i > 0; i--) {
            int name = ClassHeader.u2(file, at);
            if (constants.is(name, "RuntimeVisibleAnnotations") || constants.is(name, "RuntimeInvisibleAnnotations")) {
                found = found == null ? new HashMap<>() : found;
                int annotation = at + 8;
                for (int j = ClassHeader.u2(file, at + 6); j > 0; j--) {
                    found.put(constants.utf8(ClassHeader.u2(file, annotation)), annotation + 2);
                    annotation = AnnotationElements.skip(file, annotation + 2);
                }
            }
            at += 6 + ClassHeader.u4(file, at + 2);
        }
        return found == null ? NO_ANNOTATIONS : found;
    }
}
