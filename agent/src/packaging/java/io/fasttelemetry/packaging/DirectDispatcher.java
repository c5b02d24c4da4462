/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes one class that implements an interface of Byte Buddy's {@code JavaDispatcher} by direct calls, and {@code
 * PrivilegedAction} by returning itself.
 *
 * <p>What the annotations of a method mean: {@code Proxied} is the name of the target, of the method or of its
 * parameters' types; {@code IsStatic}, {@code IsConstructor} and {@code Instance} say how it is called, {@code
 * Container} makes an array, and {@code Defaults} gives null, false or an empty array for what the JVM lacks, where the
 * others throw IllegalStateException.
 */
final class DirectDispatcher {
    private static final String ANNOTATION = "Lnet/bytebuddy/utility/dispatcher/JavaDispatcher$";
    private static final String MISSING = "java/lang/IllegalStateException";

    private final String name;
    private final ClassNode dispatcher;
    private final Function<String, ClassNode> interfaces;
    private final JdkSignatures jdk;
    private final String target;
    private final boolean targetIsInterface;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);

    /** @param interfaces finds the superinterfaces of the dispatcher by internal name */
    DirectDispatcher(String name, ClassNode dispatcher, Function<String, ClassNode> interfaces, JdkSignatures jdk) {
        this.name = name;
        this.dispatcher = dispatcher;
        this.interfaces = interfaces;
        this.jdk = jdk;
        target = proxied(dispatcher.visibleAnnotations).replace('.', '/');
        targetIsInterface = jdk.isInterface(target);
    }

    /** Whether a type is an interface that can be implemented so. */
    static boolean isProxied(ClassNode type) {
        return proxied(type.visibleAnnotations) != null;
    }

    byte[] write() {
        String[] implemented = {dispatcher.name, "java/security/PrivilegedAction"};
        writer.visit(Opcodes.V1_8, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, "java/lang/Object", implemented);
        writeConstructor();
        writeRun();
        Map<String, MethodNode> methods = new TreeMap<>();
        collect(dispatcher, methods);
        for (MethodNode method : methods.values()) {
            write(method);
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void collect(ClassNode type, Map<String, MethodNode> methods) {
        for (MethodNode method : type.methods) {
            if ((method.access & Opcodes.ACC_ABSTRACT) != 0) {
                methods.putIfAbsent(method.name + method.desc, method);
            }
        }
        for (String parent : type.interfaces) {
            collect(interfaces.apply(parent), methods);
        }
    }

    private void writeConstructor() {
        MethodVisitor code = writer.visitMethod(0, "<init>", "()V", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
    }

    private void writeRun() {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", "()Ljava/lang/Object;", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
    }

    private void write(MethodNode method) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, method.name, method.desc, null, null);
        Label start = new Label();
        Label end = new Label();
        Label lacking = new Label();
        code.visitCode();
        boolean isThere = true;
        code.visitLabel(start);
        if (has(method, "Instance")) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitTypeInsn(Opcodes.INSTANCEOF, target);
            code.visitInsn(Opcodes.IRETURN);
        } else if (has(method, "Container")) {
            code.visitVarInsn(Opcodes.ILOAD, 1);
            code.visitTypeInsn(Opcodes.ANEWARRAY, target);
            code.visitInsn(Opcodes.ARETURN);
        } else {
            isThere = writeCall(method, code);
        }
        code.visitLabel(end);
        if (isThere) {
            code.visitTryCatchBlock(start, end, lacking, "java/lang/NoSuchMethodError");
            code.visitTryCatchBlock(start, end, lacking, "java/lang/NoClassDefFoundError");
            code.visitLabel(lacking);
            code.visitInsn(Opcodes.POP);
        }
        if (has(method, "Instance") || has(method, "Defaults") || has(dispatcher.visibleAnnotations, "Defaults")) {
            writeDefault(Type.getReturnType(method.desc), code);
        } else {
            code.visitTypeInsn(Opcodes.NEW, MISSING);
            code.visitInsn(Opcodes.DUP);
            code.visitLdcInsn("not available on this JVM: " + target.replace('/', '.') + "." + method.name);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, MISSING, "<init>", "(Ljava/lang/String;)V", false);
            code.visitInsn(Opcodes.ATHROW);
        }
        code.visitMaxs(0, 0);
    }

    /** Writes nothing and returns false if the JDK has no such method. */
    private boolean writeCall(MethodNode method, MethodVisitor code) {
        boolean isConstructor = has(method, "IsConstructor");
        boolean isStatic = has(method, "IsStatic");
        int receivers = isConstructor || isStatic ? 0 : 1;
        Type[] given = Type.getArgumentTypes(method.desc);
        Type[] wanted = given.clone();
        StringBuilder parameters = new StringBuilder("(");
        for (int i = 0; i < given.length; i++) {
            wanted[i] = i < receivers ? Type.getObjectType(target) : parameterType(method, i);
            parameters.append(i < receivers ? "" : wanted[i].getDescriptor());
        }
        parameters.append(')');
        String called = isConstructor ? "<init>" : nameOf(method);
        Type returned = jdk.returnType(target, called, parameters.toString(), isStatic);
        if (returned == null) {
            return false;
        }
        if (isConstructor) {
            code.visitTypeInsn(Opcodes.NEW, target);
            code.visitInsn(Opcodes.DUP);
        }
        int slot = 1;
        for (int i = 0; i < given.length; i++) {
            code.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), slot);
            cast(given[i], wanted[i], code);
            slot += given[i].getSize();
        }
        int virtual = targetIsInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        int opcode = isConstructor ? Opcodes.INVOKESPECIAL : isStatic ? Opcodes.INVOKESTATIC : virtual;
        code.visitMethodInsn(opcode, target, called, parameters + returned.getDescriptor(), targetIsInterface);
        Type result = Type.getReturnType(method.desc);
        cast(isConstructor ? Type.getObjectType(target) : returned, result, code);
        code.visitInsn(result.getOpcode(Opcodes.IRETURN));
        return true;
    }

    private static void cast(Type from, Type to, MethodVisitor code) {
        if (!from.equals(to) && to.getSort() >= Type.ARRAY) {
            code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
    }

    /** The type in the JDK: an annotation gives it for a parameter that is Object here, or an array of it. */
    private static Type parameterType(MethodNode method, int index) {
        Type given = Type.getArgumentTypes(method.desc)[index];
        List<AnnotationNode>[] annotations = method.visibleParameterAnnotations;
        String proxied = annotations == null ? null : proxied(annotations[index]);
        if (proxied == null) {
            return given;
        }
        int dimensions = given.getSort() == Type.ARRAY ? given.getDimensions() : 0;
        return Type.getType("[".repeat(dimensions) + "L" + proxied.replace('.', '/') + ";");
    }

    private static String nameOf(MethodNode method) {
        String proxied = proxied(method.visibleAnnotations);
        return proxied == null ? method.name : proxied;
    }

    private static String proxied(List<AnnotationNode> annotations) {
        for (AnnotationNode annotation : annotations == null ? List.<AnnotationNode>of() : annotations) {
            if (annotation.desc.equals(ANNOTATION + "Proxied;")) {
                return (String) annotation.values.get(1);
            }
        }
        return null;
    }

    private static boolean has(MethodNode method, String annotation) {
        return has(method.visibleAnnotations, annotation);
    }

    private static boolean has(List<AnnotationNode> annotations, String name) {
        return annotations != null
                && annotations.stream().anyMatch(annotation -> annotation.desc.equals(ANNOTATION + name + ";"));
    }

    private static void writeDefault(Type type, MethodVisitor code) {
        switch (type.getSort()) {
            case Type.VOID -> {}
            case Type.LONG -> code.visitInsn(Opcodes.LCONST_0);
            case Type.ARRAY -> {
                code.visitInsn(Opcodes.ICONST_0);
                code.visitTypeInsn(Opcodes.ANEWARRAY, type.getElementType().getInternalName());
            }
            case Type.OBJECT -> code.visitInsn(Opcodes.ACONST_NULL);
            default -> code.visitInsn(Opcodes.ICONST_0);
        }
        code.visitInsn(type.getOpcode(Opcodes.IRETURN));
    }
}
