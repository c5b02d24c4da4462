/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Methods as the compilers of Scala, Groovy and Kotlin write them. */
final class LeftOutMethodsTest {
    private static final String NAME = "com.acme.Book";
    private static final String CONTINUATION = "Lkotlin/coroutines/Continuation;";

    private ClassWriter writer;

    @BeforeEach
    void begin() {
        begin("java/lang/Object");
    }

    private void begin(String superName, String... interfaces) {
        writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "com/acme/Book", null, superName, interfaces);
    }

    private MethodVisitor method(int access, String name, String descriptor) {
        MethodVisitor code = writer.visitMethod(access | Opcodes.ACC_PUBLIC, name, descriptor, null, null);
        code.visitCode();
        return code;
    }

    private void end(MethodVisitor code, int returnOpcode) {
        code.visitInsn(returnOpcode);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** A method that somebody wrote: returns a constant of its type. */
    private void plain(String name, String descriptor, String... annotations) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, name, descriptor, null, null);
        for (String annotation : annotations) {
            code.visitAnnotation(annotation, true).visitEnd();
        }
        code.visitCode();
        Type type = Type.getReturnType(descriptor);
        if (type.getSort() != Type.VOID) {
            code.visitInsn(type.getSort() == Type.INT ? Opcodes.ICONST_1 : Opcodes.ACONST_NULL);
        }
        end(code, type.getOpcode(Opcodes.IRETURN));
    }

    /** {@code return Priced.price$(this, n, d)}. */
    private void traitForwarder(boolean adds) {
        MethodVisitor code = method(0, "price", "(ID)I");
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitVarInsn(Opcodes.DLOAD, 2);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "com/acme/Priced", "price$", "(Lcom/acme/Priced;ID)I", true);
        if (adds) {
            code.visitInsn(Opcodes.ICONST_1);
            code.visitInsn(Opcodes.IADD);
        }
        end(code, Opcodes.IRETURN);
    }

    /** {@code static void main(String[] args) { Book$.MODULE$.main(args); }}. */
    private void objectForwarder() {
        MethodVisitor code = method(Opcodes.ACC_STATIC, "main", "([Ljava/lang/String;)V");
        code.visitFieldInsn(Opcodes.GETSTATIC, "com/acme/Book$", "MODULE$", "Lcom/acme/Book$;");
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "com/acme/Book$", "main", "([Ljava/lang/String;)V", false);
        end(code, Opcodes.RETURN);
    }

    /** Names of the methods that are woven under these rules, in the order of the class. */
    private List<String> woven(String rules) {
        writer.visitEnd();
        byte[] plain = writer.toByteArray();
        byte[] result = Woven.weaver().weave(NAME, plain, Woven.rules(rules), (type, method) -> false);
        List<String> names = new ArrayList<>();
        if (result != null) {
            Map<String, CodeSizes.Size> before = CodeSizes.read(plain);
            CodeSizes.read(result).forEach((key, size) -> {
                if (size.codeBytes != before.get(key).codeBytes) {
                    names.add(key.substring(0, key.indexOf('(')));
                }
            });
        }
        names.sort(null);
        return names;
    }

    @Test
    void weave_scalaForwardersOnlyWhereNamed() {
        traitForwarder(false);
        objectForwarder();
        plain("label", "()I");

        assertThat(woven(NAME)).containsExactly("label");
        assertThat(woven("com.acme.Priced[price]")).isEmpty();
        assertThat(woven(NAME + "[price,main]")).containsExactly("main", "price");
    }

    @Test
    void weave_whatDoesMoreThanForward() {
        traitForwarder(true);

        assertThat(woven(NAME)).containsExactly("price");
    }

    @Test
    void weave_scalasOwnMethodsNotUnderAStar() {
        begin("java/lang/Object", "scala/Product");
        plain("$init$", "()V");
        plain("copy$default$1", "()I");
        plain("com$acme$Logged$$super$price", "(I)I");
        plain("productArity", "()I");
        plain("canEqual", "()I");
        plain("add$u0020item", "()I");

        assertThat(woven(NAME)).containsExactly("add$u0020item");
        assertThat(woven(NAME + "[canEqual,$init$]")).containsExactly("$init$", "canEqual");
    }

    @Test
    void weave_productMethodsOfOtherClasses() {
        plain("canEqual", "()I");
        plain("getMetaClass", "()I");

        assertThat(woven(NAME)).containsExactly("canEqual", "getMetaClass");
    }

    @Test
    void weave_groovysOwnMethodsNotUnderAStar() {
        begin("java/lang/Object", "groovy/lang/GroovyObject");
        plain("$getStaticMetaClass", "()Ljava/lang/Object;");
        plain("this$dist$invoke$1", "()I");
        plain("getMetaClass", "()Ljava/lang/Object;");
        plain("getTotal", "()I", "Lgroovy/transform/Generated;", "Lgroovy/transform/Internal;");
        plain("getName", "()I");
        plain("add", "()I", "Ljava/lang/Deprecated;");

        assertThat(woven(NAME)).containsExactly("add", "getName");
        assertThat(woven(NAME + "[getTotal]")).containsExactly("getTotal");
    }

    @Test
    void weave_suspendFunctionsNever() {
        plain("find", "(I" + CONTINUATION + ")Ljava/lang/Object;");
        plain("old", "(Lkotlin/coroutines/experimental/Continuation;)Ljava/lang/Object;");
        plain("resume", "(" + CONTINUATION + ")V");
        plain("part", "(I)Ljava/lang/Object;");

        assertThat(woven(NAME)).containsExactly("part", "resume");
        assertThat(woven(NAME + "[find,old]")).isEmpty();
    }

    @Test
    void weave_continuationClassesNever() {
        for (String superName : List.of("SuspendLambda", "ContinuationImpl", "RestrictedSuspendLambda")) {
            begin("kotlin/coroutines/jvm/internal/" + superName);
            plain("invokeSuspend", "(Ljava/lang/Object;)Ljava/lang/Object;");
            plain("invoke", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");

            assertThat(woven(NAME + ";" + "kotlin.Function2[invoke]")).isEmpty();
        }
    }
}
