/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What weaving must not make of a method. */
final class CodeLimitsTest {
    private static final String NAME = "com.acme.Large";

    /**
     * {@code static int large()} with so many bytes of code, of these maxima, beside a small {@code static int
     * small()}.
     */
    private static byte[] classFile(int codeBytes, int maxStack, int maxLocals) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "com/acme/Large", null, "java/lang/Object", null);
        method(writer, "large", codeBytes, maxStack, maxLocals);
        method(writer, "small", 2, 1, 0);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void method(ClassWriter writer, String name, int codeBytes, int maxStack, int maxLocals) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "()I", null, null);
        code.visitCode();
        for (int i = 2; i < codeBytes; i++) {
            code.visitInsn(Opcodes.NOP);
        }
        code.visitInsn(Opcodes.ICONST_5);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(maxStack, maxLocals);
        code.visitEnd();
    }

    private static boolean isWoven(byte[] plain, String method) {
        byte[] woven = Woven.weaveAll(Woven.weaver(), NAME, plain);
        Map<String, CodeSizes.Size> before = CodeSizes.read(plain);
        return CodeSizes.read(woven).get(method + "()I").codeBytes > before.get(method + "()I").codeBytes;
    }

    @ParameterizedTest
    @CsvSource({
        "7000, true",
        "7990, false", // the JVM would no longer compile it
        "8000, false",
        "8001, true", // it never has
        "65000, true",
        "65530, false", // larger than a method can be
    })
    void weave_methodsThatStayWhatTheyWere(int codeBytes, boolean woven) {
        byte[] plain = classFile(codeBytes, 1, 0);

        assertThat(isWoven(plain, "large")).isEqualTo(woven);
        assertThat(isWoven(plain, "small")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 65526, true",
        "1, 65527, false",
        "1, 65535, false",
        "65535, 0, true", // a span begins and ends with nothing of the method's on the operand stack
        "65535, 65535, false"
    })
    void weave_methodsWithRoomForWhatASpanNeeds(int maxStack, int maxLocals, boolean woven) throws Exception {
        byte[] plain = classFile(2, maxStack, maxLocals);
        byte[] result = Woven.weaveAll(Woven.weaver(), NAME, plain);

        assertThat(isWoven(plain, "large")).isEqualTo(woven);
        assertThat(isWoven(plain, "small")).isTrue();
        Class<?> type = new Woven().put(NAME, result).loadClass(NAME);
        Method large = type.getMethod("large");
        if (maxLocals + maxStack < 70_000) { // more does not fit on a thread's stack, woven or not
            Object[] answer = new Object[1];
            Thread roomy = new Thread(null, () -> answer[0] = invoke(large), "roomy", 256L << 20);
            roomy.start();
            roomy.join();
            assertThat(answer[0]).isEqualTo(5);
        }
    }

    private static Object invoke(Method method) {
        try {
            return method.invoke(null);
        } catch (ReflectiveOperationException e) {
            return e;
        }
    }

    @Test
    void read_seesWhatIsInAClassFile() {
        CodeSizes.Size size = CodeSizes.read(classFile(1234, 56, 78)).get("large()I");

        assertThat(size.codeBytes).isEqualTo(1234);
        assertThat(size.maxStack).isEqualTo(56);
        assertThat(size.maxLocals).isEqualTo(78);
    }
}
