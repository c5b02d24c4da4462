/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static io.fasttelemetry.packaging.CompiledClasses.fileOf;
import static io.fasttelemetry.packaging.CompiledClasses.nameOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.bootstrap.Tracer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

final class RelocationTest {
    private final Relocation relocation = new Relocation();

    @Test
    void map_putsTheRecorderIntoJavaLang() {
        assertThat(relocation.map("io/fasttelemetry/bootstrap/Tracer")).isEqualTo("java/lang/FastTelemetryTracer");
    }

    @Test
    void map_putsAStandInForTheJdksLogging() {
        assertThat(relocation.map("java/util/logging/Logger"))
                .startsWith("io/fasttelemetry/")
                .endsWith("/Logger");
    }

    @Test
    void map_leavesOtherNames() {
        for (String name : List.of("java/util/List", "okhttp3/OkHttpClient", "io/fasttelemetry/agent/Agent")) {
            assertThat(relocation.map(name)).isEqualTo(name);
        }
    }

    @Test
    void apply_renamesTheClassAndKeepsItsLineNumbers() throws IOException {
        byte[] renamed = relocation.apply(nameOf(Tracer.class), fileOf(Tracer.class));

        assertThat(new ClassReader(renamed).getClassName()).isEqualTo("java/lang/FastTelemetryTracer");
        assertThat(seenIn(renamed)).contains("line");
    }

    /** Names of the JDK are replaced in those classes alone that are known to misuse them. */
    @Test
    void apply_replacesTheSecurityProvidersInOneClass() throws Exception {
        String user = "okhttp3/internal/platform/PlatformRegistry";
        byte[] file =
                fileOf(Class.forName(user.replace('/', '.'), false, getClass().getClassLoader()));

        assertThat(text(file)).contains("java/security/Security");
        assertThat(text(relocation.apply(user, file))).doesNotContain("java/security/Security");
        assertThat(text(relocation.apply("okhttp3/Other", file))).contains("java/security/Security");
    }

    @Test
    void apply_takesFromLibrariesWhatNobodyReads() throws IOException {
        byte[] file = fileOf(OkHttpClient.class);

        assertThat(seenIn(file)).contains("line", "Lkotlin/Metadata;", "checkNotNullParameter");
        assertThat(seenIn(relocation.apply(nameOf(OkHttpClient.class), file)))
                .doesNotContain("line", "Lkotlin/Metadata;", "checkNotNullParameter")
                .contains("call");
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    /** Class annotations by descriptor, checks of Kotlin by name, "line" for line numbers, "call" for other calls. */
    private static List<String> seenIn(byte[] file) {
        List<String> seen = new ArrayList<>();
        new ClassReader(file)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                                seen.add(descriptor);
                                return null;
                            }

                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return new SeenInMethod(seen);
                            }
                        },
                        0);
        return seen;
    }

    private static final class SeenInMethod extends MethodVisitor {
        private final List<String> seen;

        SeenInMethod(List<String> seen) {
            super(Opcodes.ASM9);
            this.seen = seen;
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            seen.add("line");
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            seen.add(name.startsWith("checkNotNull") ? name : "call");
        }
    }
}
