/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Many classes in one entry of the jar: count, then for each class its name with dots, its length and its bytes. */
final class ClassBlock {
    private ClassBlock() {}

    static byte[] of(List<String> names, Map<String, byte[]> classes, Relocation relocation) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(names.size());
        for (String name : names) {
            byte[] classFile = relocation.apply(name, classes.get(name));
            out.writeUTF(relocation.map(name).replace('/', '.'));
            out.writeInt(classFile.length);
            out.write(classFile);
        }
        return bytes.toByteArray();
    }
}
