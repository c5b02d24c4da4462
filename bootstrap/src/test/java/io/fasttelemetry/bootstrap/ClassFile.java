/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a class file as the bytecode rules ask for. */
final class ClassFile {
    private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([^;<>]+);");

    /** Bytes of bytecode by method name; of overloads the longest. */
    final Map<String, Integer> codeBytes = new HashMap<>();
    /** Internal names of all classes that are mentioned. */
    final Set<String> referredTypes = new TreeSet<>();

    boolean usesDynamicConstants;
    private String[] texts;

    static ClassFile read(InputStream bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(bytes)) {
            return new ClassFile(in);
        }
    }

    private ClassFile(DataInputStream in) throws IOException {
        in.readLong(); // magic, version
        readConstants(in);
        in.skipBytes(6); // flags, this, super
        in.skipBytes(2 * in.readUnsignedShort());
        readMembers(in); // fields
        readMembers(in); // methods
    }

    private void readConstants(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        texts = new String[count];
        boolean[] isType = new boolean[count];
        boolean[] isDescriptor = new boolean[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4 -> in.skipBytes(4);
                case 5, 6 -> {
                    in.skipBytes(8);
                    i++;
                }
                case 7 -> isType[in.readUnsignedShort()] = true;
                case 8, 19, 20 -> in.skipBytes(2);
                case 9, 10, 11 -> in.skipBytes(4);
                case 12 -> {
                    in.skipBytes(2);
                    isDescriptor[in.readUnsignedShort()] = true;
                }
                case 15, 16, 17, 18 -> {
                    usesDynamicConstants = true;
                    in.skipBytes(tag == 15 ? 3 : tag == 16 ? 2 : 4);
                }
                default -> throw new IOException("constant " + tag);
            }
        }
        for (int i = 1; i < count; i++) {
            if (isType[i] && !texts[i].startsWith("[")) {
                referredTypes.add(texts[i]);
            } else if (isType[i] || isDescriptor[i]) {
                addTypes(texts[i]);
            }
        }
    }

    private void addTypes(String descriptor) {
        Matcher matcher = TYPE_IN_DESCRIPTOR.matcher(descriptor);
        while (matcher.find()) {
            referredTypes.add(matcher.group(1));
        }
    }

    private void readMembers(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.skipBytes(2);
            String name = texts[in.readUnsignedShort()];
            addTypes(texts[in.readUnsignedShort()]);
            int attributes = in.readUnsignedShort();
            for (int a = 0; a < attributes; a++) {
                boolean code = "Code".equals(texts[in.readUnsignedShort()]);
                int length = in.readInt();
                if (code) {
                    in.skipBytes(4);
                    codeBytes.merge(name, in.readInt(), Math::max);
                    length -= 8;
                }
                in.skipBytes(length);
            }
        }
    }
}
