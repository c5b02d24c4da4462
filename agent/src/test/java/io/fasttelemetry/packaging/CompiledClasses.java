/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/** Class files of the tests' own classes, by internal name: what the packager works on. */
final class CompiledClasses {
    private CompiledClasses() {}

    static Map<String, byte[]> of(Class<?>... classes) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Class<?> type : classes) {
            files.put(nameOf(type), fileOf(type));
        }
        return files;
    }

    static String nameOf(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    static byte[] fileOf(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream('/' + nameOf(type) + ".class")) {
            return in.readAllBytes();
        }
    }
}
