/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What weaving adds to a method: its size decides whether the JIT compiler still inlines it. */
final class WovenCodeTest {
    private static final String EVERYTHING = "com.acme.woven.Everything";
    private static final String STATE = "io/fasttelemetry/bootstrap/ThreadState";

    /** HotSpot inlines hot methods of at most 325 bytes: two thirds of them remain for the application. */
    private static final int MOST_ADDED_BYTES = 110;

    private final Weaver weaver;

    WovenCodeTest() throws Exception {
        weaver = Woven.weaver();
    }

    @Test
    void smallMethod_growsByNoMoreThanTheLimit() {
        byte[] plain = smallClass();

        Map<String, MethodNode> before = methods(plain);
        Map<String, MethodNode> after = methods(Woven.weaveAll(weaver, "com.acme.Small", plain));

        before.forEach((name, method) -> assertThat(codeBytes(after.get(name)) - codeBytes(method))
                .as(name)
                .isPositive()
                .isLessThanOrEqualTo(MOST_ADDED_BYTES));
    }

    @Test
    void wovenMethod_callsTheRecorderOnlyAndTwice() throws Exception {
        byte[] plain = Woven.classFile(EVERYTHING);
        byte[] woven = Woven.weaveAll(weaver, EVERYTHING, plain);
        Map<String, MethodNode> before = methods(plain);

        methods(woven).forEach((name, method) -> {
            List<String> added = calls(method);
            calls(before.get(name)).forEach(added::remove);
            if (added.isEmpty()) {
                assertThat(method.instructions.size())
                        .as(name)
                        .isEqualTo(before.get(name).instructions.size());
            } else {
                assertThat(added).as(name).contains(STATE + ".enter").containsOnly(STATE + ".enter", STATE + ".exit");
                assertThat(added).filteredOn(call -> call.endsWith(".enter")).hasSize(1);
            }
        });
    }

    /** It cannot be linked inside a class loader or early in a start, and woven code runs in both. */
    @Test
    void wovenMethod_hasNoInvokeDynamicThatWasNotThere() throws Exception {
        byte[] plain = Woven.classFile(EVERYTHING);
        Map<String, MethodNode> before = methods(plain);

        methods(Woven.weaveAll(weaver, EVERYTHING, plain))
                .forEach((name, method) ->
                        assertThat(dynamicCount(method)).as(name).isEqualTo(dynamicCount(before.get(name))));
    }

    /**
     * {@code static void nothing()}, {@code static long identity(long)} and
     * {@code Object self()}: the smallest there are.
     */
    private static byte[] smallClass() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "com/acme/Small", null, "java/lang/Object", null);
        MethodVisitor nothing = writer.visitMethod(Opcodes.ACC_STATIC, "nothing", "()V", null, null);
        nothing.visitCode();
        nothing.visitInsn(Opcodes.RETURN);
        nothing.visitMaxs(0, 0);
        MethodVisitor identity = writer.visitMethod(Opcodes.ACC_STATIC, "identity", "(J)J", null, null);
        identity.visitCode();
        identity.visitVarInsn(Opcodes.LLOAD, 0);
        identity.visitInsn(Opcodes.LRETURN);
        identity.visitMaxs(0, 0);
        MethodVisitor self = writer.visitMethod(0, "self", "()Ljava/lang/Object;", null, null);
        self.visitCode();
        self.visitVarInsn(Opcodes.ALOAD, 0);
        self.visitInsn(Opcodes.ARETURN);
        self.visitMaxs(0, 0);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static Map<String, MethodNode> methods(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        Map<String, MethodNode> methods = new HashMap<>();
        node.methods.forEach(method -> methods.put(method.name + method.desc, method));
        return methods;
    }

    /** With short jumps and constants, as in any small method. */
    private static int codeBytes(MethodNode method) {
        CodeSizeEvaluator size = new CodeSizeEvaluator(null);
        method.accept(size);
        return size.getMinSize();
    }

    private static List<String> calls(MethodNode method) {
        List<String> calls = new ArrayList<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof MethodInsnNode call) {
                calls.add(call.owner + "." + call.name);
            }
        }
        return calls;
    }

    private static int dynamicCount(MethodNode method) {
        int count = 0;
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof InvokeDynamicInsnNode) {
                count++;
            }
        }
        return count;
    }
}
