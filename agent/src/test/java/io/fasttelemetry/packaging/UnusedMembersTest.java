/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Classes as Byte Buddy might have them, used by one of ours. */
final class UnusedMembersTest {
    private static final String OURS = "io/fasttelemetry/User";
    private static final String USED = "net/bytebuddy/Used";
    private static final JdkSignatures JDK = new JdkSignatures();

    private final Map<String, byte[]> classes = new TreeMap<>();
    private ClassWriter writer;

    @BeforeEach
    void user() {
        begin(OURS, 0, "java/lang/Object");
        method("use", call(USED, "called"));
        end(OURS);
    }

    private void begin(String name, int access, String superName, String... interfaces) {
        writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, access, name, null, superName, interfaces);
    }

    private void end(String name) {
        writer.visitEnd();
        classes.put(name, writer.toByteArray());
    }

    private interface Code {
        void write(MethodVisitor code);
    }

    private static Code call(String owner, String method) {
        return code -> code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, method, "()V", false);
    }

    private static Code nothing() {
        return code -> {};
    }

    private void method(String name, Code content) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, name, "()V", null, null);
        code.visitCode();
        content.write(code);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(1, 1);
        code.visitEnd();
    }

    private List<String> methodsOf(String name) {
        ClassNode node = new ClassNode();
        new ClassReader(classes.get(name)).accept(node, 0);
        return node.methods.stream().map(method -> method.name).toList();
    }

    private void removeAll() {
        UnusedMembers.removeFrom(classes, JDK);
    }

    @Test
    void removeFrom_keepsWhatOursCallAndWhatThatCalls() {
        begin(USED, 0, "java/lang/Object");
        method("called", call("net/bytebuddy/Next", "next"));
        method("other", call("net/bytebuddy/Other", "other"));
        end(USED);
        begin("net/bytebuddy/Next", 0, "java/lang/Object");
        method("next", nothing());
        method("called", nothing()); // may be called by the other type
        method("unused", nothing());
        end("net/bytebuddy/Next");
        begin("net/bytebuddy/Other", 0, "java/lang/Object");
        method("other", nothing());
        end("net/bytebuddy/Other");
        removeAll();

        assertThat(methodsOf(USED)).containsExactly("called");
        assertThat(methodsOf("net/bytebuddy/Next")).containsExactly("next", "called");
        assertThat(classes).containsOnlyKeys(OURS, USED, "net/bytebuddy/Next");
    }

    @Test
    void removeFrom_keepsWhatTheJdkMayCall() {
        begin(USED, 0, "net/bytebuddy/Parent");
        method("called", nothing());
        method("run", nothing());
        method("hashCode", nothing());
        method("unused", nothing());
        end(USED);
        begin("net/bytebuddy/Parent", 0, "java/lang/Object", "java/lang/Runnable");
        method("run", nothing());
        end("net/bytebuddy/Parent");
        removeAll();

        assertThat(methodsOf(USED)).containsExactly("called", "run", "hashCode");
    }

    @Test
    void removeFrom_keepsInitialisersOfClassesThatAreInitialised() {
        begin(USED, 0, "java/lang/Object");
        method("called", code -> {
            code.visitTypeInsn(Opcodes.NEW, "net/bytebuddy/Made");
            code.visitInsn(Opcodes.POP);
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitTypeInsn(Opcodes.CHECKCAST, "net/bytebuddy/Mentioned");
            code.visitInsn(Opcodes.POP);
        });
        end(USED);
        for (String name : List.of("net/bytebuddy/Made", "net/bytebuddy/Mentioned")) {
            begin(name, 0, "java/lang/Object");
            method("<clinit>", nothing());
            end(name);
        }
        removeAll();

        assertThat(methodsOf("net/bytebuddy/Made")).containsExactly("<clinit>");
        assertThat(methodsOf("net/bytebuddy/Mentioned")).isEmpty();
    }

    @Test
    void removeFrom_keepsAnnotationTypesAndEnumsWhole() {
        begin(USED, 0, "java/lang/Object");
        method("called", code -> {
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitTypeInsn(Opcodes.CHECKCAST, "net/bytebuddy/Marked");
            code.visitInsn(Opcodes.POP);
        });
        end(USED);
        begin(
                "net/bytebuddy/Marked",
                Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_ANNOTATION,
                "java/lang/Object");
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "kind", "()Lnet/bytebuddy/Kind;", null, null);
        end("net/bytebuddy/Marked");
        begin("net/bytebuddy/Kind", Opcodes.ACC_ENUM, "java/lang/Enum");
        method("<clinit>", nothing());
        writer.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT, "values", "()V", null, null);
        method("unused", nothing());
        end("net/bytebuddy/Kind");
        removeAll();

        assertThat(methodsOf("net/bytebuddy/Marked")).containsExactly("kind");
        assertThat(methodsOf("net/bytebuddy/Kind")).containsExactly("<clinit>", "values");
    }
}
