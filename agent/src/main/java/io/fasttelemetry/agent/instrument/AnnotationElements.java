/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads the elements of an annotation in a class file. Stateless; any thread.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se21/html/jvms-4.html">JVMS 4.7.16.1</a>
 */
final class AnnotationElements {
    /** Max depth of annotations in annotations, which no compiler reaches; a deeper one counts as damaged. */
    private static final int MAX_DEPTH = 64;

    private AnnotationElements() {}

    /** The elements that are strings, or enum constants by their names. */
    static Map<String, String> read(ConstantPool constants, int start) {
        Map<String, String> elements = new HashMap<>();
        byte[] file = constants.file();
        int at = start + 2;
        for (int i = ClassHeader.u2(file, start); i > 0; i--) {
            String name = constants.utf8(ClassHeader.u2(file, at));
            if (file[at + 2] == 's') {
                elements.put(name, constants.utf8(ClassHeader.u2(file, at + 3)));
            } else if (file[at + 2] == 'e') {
                elements.put(name, constants.utf8(ClassHeader.u2(file, at + 5)));
            }
            at = skipValue(file, at + 2, 0);
        }
        return elements;
    }

    /** The place behind an annotation, given the place of the number of its elements. */
    static int skip(byte[] file, int start) {
        return skip(file, start, 0);
    }

    private static int skip(byte[] file, int start, int depth) {
        int at = start + 2;
        for (int i = ClassHeader.u2(file, start); i > 0; i--) {
            at = skipValue(file, at + 2, depth);
        }
        return at;
    }

    private static int skipValue(byte[] file, int at, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("annotations nested too deep");
        }
        switch (file[at]) {
            case 'e':
                return at + 5;
            case '@':
                return skip(file, at + 3, depth + 1);
            case '[':
                int next = at + 3;
                for (int i = ClassHeader.u2(file, at + 1); i > 0; i--) {
                    next = skipValue(file, next, depth + 1);
                }
                return next;
            default:
                return at + 3;
        }
    }
}
