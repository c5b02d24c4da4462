/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Class files that no compiler of today writes. */
final class ClassFileFormsTest {
    private static final int FIRST_WITH_FRAMES = 50;
    private static final int NEWEST = Opcodes.V25;
    private static final int NEWEST_HERE = 44 + Runtime.version().feature();

    private final Weaver weaver = Woven.weaver();

    ClassFileFormsTest() throws Exception {}

    static IntStream versions() {
        return IntStream.rangeClosed(45, NEWEST);
    }

    private static ClassWriter writer(int version) {
        ClassWriter writer =
                new ClassWriter(version >= FIRST_WITH_FRAMES ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS);
        writer.visit(
                version == 45 ? Opcodes.V1_1 : version,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
                "com/acme/Old",
                null,
                "java/lang/Object",
                null);
        return writer;
    }

    private static MethodVisitor method(ClassWriter writer, String name, String descriptor) {
        MethodVisitor method =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
        method.visitCode();
        return method;
    }

    private static void end(MethodVisitor method) {
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** {@code int f(int n) { try { return 100 / n; } catch (ArithmeticException e) { return -1; } }} */
    private static void division(ClassWriter writer) {
        MethodVisitor code = method(writer, "divided", "(I)I");
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
        code.visitLabel(start);
        code.visitIntInsn(Opcodes.BIPUSH, 100);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.IDIV);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(end);
        code.visitLabel(handler);
        code.visitInsn(Opcodes.POP);
        code.visitInsn(Opcodes.ICONST_M1);
        code.visitInsn(Opcodes.IRETURN);
        end(code);
    }

    private Woven woven(byte[] classFile) {
        byte[] woven = weaver.weave("com.acme.Old", classFile, Woven.rules("com.acme.Old"), (type, method) -> false);
        assertThat(woven).isNotNull();
        return new Woven().put("com.acme.Old", woven);
    }

    private static Object call(Woven loader, String method, int argument) throws Exception {
        return loader.loadClass("com.acme.Old").getMethod(method, int.class).invoke(null, argument);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void weave_everyVersion(int version) throws Exception {
        ClassWriter writer = writer(version);
        division(writer);
        byte[] classFile = writer.toByteArray();
        byte[] woven = weaver.weave("com.acme.Old", classFile, Woven.rules("com.acme.Old"), (type, method) -> false);

        assertThat(Woven.problems(woven, getClass().getClassLoader())).isEmpty();
        assertThat(woven[7]).isEqualTo((byte) version);
        if (version <= NEWEST_HERE) {
            Woven loader = new Woven().put("com.acme.Old", woven);
            RecordedSpans run =
                    RecordedSpans.of(() -> call(loader, "divided", 5).toString() + call(loader, "divided", 0));
            assertThat(run.thrown).isNull();
            assertThat(run.result).isEqualTo("20-1");
            assertThat(run.functions()).containsExactly("com.acme.Old.divided", "com.acme.Old.divided");
        }
    }

    /** A finally block as compilers before 1.4.2 wrote it. */
    @Test
    void weave_subroutines() throws Exception {
        ClassWriter writer = writer(48);
        MethodVisitor code = method(writer, "withSubroutine", "(I)I");
        Label subroutine = new Label();
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(subroutine);
        code.visitVarInsn(Opcodes.ASTORE, 1);
        code.visitIincInsn(0, 10);
        code.visitVarInsn(Opcodes.RET, 1);
        end(code);
        Woven loader = woven(writer.toByteArray());

        RecordedSpans run = RecordedSpans.of(() -> call(loader, "withSubroutine", 1));

        assertThat(run.thrown).isNull();
        assertThat(run.result).isEqualTo(21);
        assertThat(run.spans).hasSize(1);
    }

    @Test
    void weave_methodsThatWouldGetTooLargeAreLeftAlone() throws Exception {
        ClassWriter writer = writer(Opcodes.V11);
        large(writer, "large");
        division(writer);
        large(writer, "alsoLarge");
        Woven loader = woven(writer.toByteArray());

        RecordedSpans run = RecordedSpans.of(() -> {
            List<Object> results = new ArrayList<>();
            for (String method : new String[] {"large", "divided", "alsoLarge"}) {
                results.add(call(loader, method, 4));
            }
            return results;
        });

        assertThat(run.thrown).isNull();
        assertThat(run.result).isEqualTo(List.of(4, 25, 4));
        assertThat(run.functions()).containsExactly("com.acme.Old.divided");
    }

    private static void large(ClassWriter writer, String name) {
        MethodVisitor code = method(writer, name, "(I)I");
        for (int i = 0; i < 65_500; i++) {
            code.visitInsn(Opcodes.NOP);
        }
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.IRETURN);
        end(code);
    }

    /** The JVM does not read generic signatures; obfuscators leave wrong ones behind. */
    @Test
    void weave_signaturesThatMeanNothing() throws Exception {
        ClassWriter writer = writer(Opcodes.V11);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "same", "(I)I", "(TNone;)<!", null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.IRETURN);
        end(code);
        Woven loader = woven(writer.toByteArray());

        RecordedSpans run = RecordedSpans.of(() -> call(loader, "same", 3));

        assertThat(run.result).isEqualTo(3);
        assertThat(run.spans).hasSize(1);
    }

    @Test
    void weave_nativeMethodIsLeftAlone() {
        ClassWriter writer = writer(Opcodes.V11);
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_NATIVE, "outside", "()V", null, null)
                .visitEnd();

        assertThat(weaver.weave(
                        "com.acme.Old", writer.toByteArray(), Woven.rules("com.acme.Old"), (type, method) -> false))
                .isNull();
    }

    /** More than 255 local variables, and a branch that is nearly as far as a short one can be. */
    @Test
    void weave_wideInstructions() throws Exception {
        ClassWriter writer = writer(Opcodes.V11);
        MethodVisitor code = method(writer, "wide", "(I)I");
        Label far = new Label();
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitVarInsn(Opcodes.ISTORE, 300);
        code.visitVarInsn(Opcodes.ILOAD, 300);
        code.visitJumpInsn(Opcodes.IFEQ, far);
        for (int i = 0; i < 32_000; i++) {
            code.visitInsn(Opcodes.NOP);
        }
        code.visitIincInsn(300, 1000);
        code.visitVarInsn(Opcodes.ILOAD, 300);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(far);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
        end(code);
        Woven loader = woven(writer.toByteArray());

        RecordedSpans run = RecordedSpans.of(() -> List.of(call(loader, "wide", 7), call(loader, "wide", 0)));

        assertThat(run.thrown).isNull();
        assertThat(run.result).isEqualTo(List.of(1007, 0));
        assertThat(run.spans).hasSize(2);
    }
}
