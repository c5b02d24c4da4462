/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Renames in class files: the recorder into {@code java.lang}, where code of every class loader can link to it, and
 * java.util.logging to a silent stand-in, since the libraries' first log statement would choose the application's
 * LogManager. Libraries also lose their line numbers and Kotlin's metadata, which nothing reads.
 */
final class Relocation extends Remapper {
    private static final String RECORDER = "io/fasttelemetry/bootstrap/";
    private static final String RECORDER_TARGET = "java/lang/FastTelemetry";
    private static final String LOGGING = "java/util/logging/";
    private static final String LOGGING_TARGET = "io/fasttelemetry/agent/log/silent/";

    Relocation() {
        super(Opcodes.ASM9);
    }

    @Override
    public String map(String internalName) {
        if (internalName.startsWith(RECORDER)) {
            return RECORDER_TARGET + internalName.substring(RECORDER.length());
        }
        if (internalName.startsWith(LOGGING)) {
            return LOGGING_TARGET + internalName.substring(LOGGING.length());
        }
        return internalName;
    }

    byte[] apply(String name, byte[] classFile) {
        boolean ours = name.startsWith("io/fasttelemetry/");
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor target = new ClassRemapper(writer, this);
        reader.accept(ours ? target : new WithoutKotlinMetadata(target), ours ? 0 : ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }

    private static final class WithoutKotlinMetadata extends ClassVisitor {
        WithoutKotlinMetadata(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            boolean metadata =
                    descriptor.startsWith("Lkotlin/Metadata;") || descriptor.startsWith("Lkotlin/jvm/internal/");
            return metadata ? null : super.visitAnnotation(descriptor, visible);
        }
    }
}
