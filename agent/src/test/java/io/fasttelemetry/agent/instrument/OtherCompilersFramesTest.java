/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Methods whose frames do not begin with the parameters, as Groovy's compiler writes them and javac does not: Byte
 * Buddy inlines into them only if it copies the parameters first.
 */
final class OtherCompilersFramesTest {
    static final String NAME = "com.acme.Frames";
    private static final String DESCRIPTOR = "(Ljava/lang/Object;)I";

    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);

    OtherCompilersFramesTest() {
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "com/acme/Frames", null, "java/lang/Object", null);
    }

    private MethodVisitor method(String name) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, DESCRIPTOR, null, null);
        code.visitCode();
        return code;
    }

    private static void end(MethodVisitor code) {
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** {@code o = 10; while (--o > 0); return o}: the parameter's place becomes a counter. */
    private void reused() {
        MethodVisitor code = method("reused");
        Label loop = new Label();
        code.visitIntInsn(Opcodes.BIPUSH, 10);
        code.visitVarInsn(Opcodes.ISTORE, 0);
        code.visitLabel(loop);
        code.visitIincInsn(0, -1);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitJumpInsn(Opcodes.IFGT, loop);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        end(code);
    }

    /** {@code if (o != null) o = 1; return 2}: nothing is known of the parameter's place where both ways meet. */
    private void forgotten() {
        MethodVisitor code = method("forgotten");
        Label end = new Label();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitJumpInsn(Opcodes.IFNULL, end);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitVarInsn(Opcodes.ISTORE, 0);
        code.visitLabel(end);
        code.visitInsn(Opcodes.ICONST_2);
        end(code);
    }

    /** {@code return 3}, and dead code behind it, for which ASM writes a frame without variables. */
    private void dead() {
        MethodVisitor code = method("dead");
        code.visitInsn(Opcodes.ICONST_3);
        code.visitInsn(Opcodes.IRETURN);
        code.visitInsn(Opcodes.ICONST_4);
        end(code);
    }

    /** {@code o = 10; return o}, without a frame. */
    private void overwritten() {
        MethodVisitor code = method("overwritten");
        code.visitIntInsn(Opcodes.BIPUSH, 10);
        code.visitVarInsn(Opcodes.ISTORE, 0);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        end(code);
    }

    /** {@code return o.hashCode()}. */
    private void usual() {
        MethodVisitor code = method("usual");
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false);
        end(code);
    }

    private Object call(Woven loader, String method) throws Exception {
        return loader.loadClass(NAME).getMethod(method, Object.class).invoke(null, "argument");
    }

    /** A class with one method of each form. */
    static byte[] classFile() {
        OtherCompilersFramesTest test = new OtherCompilersFramesTest();
        test.usual();
        test.reused();
        test.forgotten();
        test.dead();
        test.writer.visitEnd();
        return test.writer.toByteArray();
    }

    private void assertTraced(String... methods) throws Exception {
        writer.visitEnd();
        byte[] plain = writer.toByteArray();
        byte[] woven = Woven.weaveAll(Woven.weaver(), NAME, plain);
        Woven loader = new Woven().put(NAME, woven);

        assertThat(Woven.problems(woven, getClass().getClassLoader())).isEmpty();
        for (String method : methods) {
            Object expected = call(new Woven().put(NAME, plain), method);
            RecordedSpans run = RecordedSpans.of(() -> call(loader, method));
            assertThat(run.thrown).isNull();
            assertThat(run.result).isEqualTo(expected);
            assertThat(run.functions()).isEqualTo(List.of(NAME + "." + method));
        }
    }

    @Test
    void weave_parameterWhosePlaceIsUsedAgain() throws Exception {
        reused();
        assertTraced("reused");
    }

    @Test
    void weave_parameterThatIsOverwrittenWhereThereIsNoFrame() throws Exception {
        overwritten();
        assertTraced("overwritten");
    }

    @Test
    void weave_parameterThatIsForgotten() throws Exception {
        forgotten();
        assertTraced("forgotten");
    }

    @Test
    void weave_deadCode() throws Exception {
        dead();
        assertTraced("dead");
    }

    @Test
    void weave_otherMethodsOfSuchAClass() throws Exception {
        usual();
        reused();
        forgotten();
        dead();
        assertTraced("usual", "reused", "forgotten", "dead");
    }
}
