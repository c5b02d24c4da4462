/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.util.Map;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Renames in class files: the recorder into {@code java.lang}, where code of every class loader can link to it, and
 * java.util.logging to a silent stand-in, since the libraries' first log statement would choose the application's
 * LogManager. Two classes of OkHttp get stand-ins for what they ask of the JDK. Libraries also lose their line numbers,
 * Kotlin's metadata, which nothing reads, and its checks that a parameter is not null, which cost every call.
 */
final class Relocation extends Remapper {
    private static final String RECORDER = "io/fasttelemetry/bootstrap/";
    private static final String RECORDER_TARGET = "java/lang/FastTelemetry";

    /** The recorder's stand-in for a class that it may use once it is in {@code java.base}. */
    static final String UNSAFE_STAND_IN = RECORDER + "JdkUnsafe";

    private static final String UNSAFE = "jdk/internal/misc/Unsafe";

    private static final String LOGGING = "java/util/logging/";
    private static final String LOGGING_TARGET = "io/fasttelemetry/agent/standin/";

    /** One of the JDK's that its first subclass, OkHttp's of no proxies, would have read the JDK's network settings. */
    private static final String PROXY_SELECTOR = "java/net/ProxySelector";

    private static final String STAND_IN_TARGET = "io/fasttelemetry/agent/standin/";

    /** Type of the JDK, and the only class that gets the stand-in for it. */
    private static final Map<String, String> STAND_INS = Map.of(
            "java/security/Security", "okhttp3/internal/platform/PlatformRegistry",
            "java/security/Provider", "okhttp3/internal/platform/PlatformRegistry",
            "java/text/Normalizer", "okhttp3/internal/_NormalizeJvmKt",
            "java/lang/Thread", "okio/AsyncTimeout$Watchdog");

    Relocation() {
        super(Opcodes.ASM9);
    }

    @Override
    public String map(String internalName) {
        if (internalName.equals(UNSAFE_STAND_IN)) {
            return UNSAFE;
        }
        if (internalName.startsWith(RECORDER)) {
            return RECORDER_TARGET + internalName.substring(RECORDER.length());
        }
        if (internalName.startsWith(LOGGING)) {
            return LOGGING_TARGET + internalName.substring(LOGGING.length());
        }
        if (internalName.equals(PROXY_SELECTOR)) {
            return STAND_IN_TARGET + "ProxySelector";
        }
        return internalName;
    }

    byte[] apply(String name, byte[] classFile) {
        boolean ours = name.startsWith("io/fasttelemetry/");
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor target = new ClassRemapper(writer, STAND_INS.containsValue(name) ? withStandIns(name) : this);
        reader.accept(ours ? target : new WithoutKotlinExtras(target), ours ? 0 : ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }

    private Remapper withStandIns(String user) {
        return new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String internalName) {
                return user.equals(STAND_INS.get(internalName))
                        ? STAND_IN_TARGET + internalName.substring(internalName.lastIndexOf('/') + 1)
                        : Relocation.this.map(internalName);
            }
        };
    }

    private static final class WithoutKotlinExtras extends ClassVisitor {
        WithoutKotlinExtras(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            boolean metadata =
                    descriptor.startsWith("Lkotlin/Metadata;") || descriptor.startsWith("Lkotlin/jvm/internal/");
            return metadata ? null : super.visitAnnotation(descriptor, visible);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String method, String type, boolean ofInterface) {
                    if (owner.equals("kotlin/jvm/internal/Intrinsics")
                            && (method.equals("checkNotNullParameter")
                                    || method.equals("checkNotNullExpressionValue"))) {
                        visitInsn(Opcodes.POP2); // value and its name
                    } else if (owner.equals("java/util/TimeZone") && method.equals("getTimeZone")) {
                        super.visitMethodInsn(opcode, STAND_IN_TARGET + "TimeZones", method, type, ofInterface);
                    } else {
                        super.visitMethodInsn(opcode, owner, method, type, ofInterface);
                    }
                }
            };
        }
    }
}
