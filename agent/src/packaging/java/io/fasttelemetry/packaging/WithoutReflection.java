/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.util.Map;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Takes from Byte Buddy's class files what only reflection reads: annotations, generic signatures, nesting of classes.
 * They mention half of it, its build plugin among others, and nothing here reads them. Annotation types keep theirs.
 *
 * <p>Also renames its system properties, {@code net.bytebuddy.*}: an application that sets some means its own copy.
 */
final class WithoutReflection extends ClassVisitor {
    private static final String PACKAGE = "net/bytebuddy/";
    private static final String PROPERTIES = "net.bytebuddy.";
    private static final String OUR_PROPERTIES = "io.fasttelemetry.bytebuddy.";

    private final Map<String, byte[]> classes;
    private boolean isAnnotationType;

    private WithoutReflection(ClassVisitor next, Map<String, byte[]> classes) {
        super(Opcodes.ASM9, next);
        this.classes = classes;
    }

    /** Changes all of Byte Buddy's in these class files, by internal name. */
    static void replaceIn(Map<String, byte[]> classes) {
        classes.replaceAll((name, file) -> name.startsWith(PACKAGE) ? changed(file, classes) : file);
    }

    private static byte[] changed(byte[] file, Map<String, byte[]> classes) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(file).accept(new WithoutReflection(writer, classes), ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }

    /** A constant as it is to be: a string that is not the name of a class is a property, or speaks of one. */
    private Object renamed(Object constant) {
        return constant instanceof String text && !classes.containsKey(text.replace('.', '/'))
                ? text.replace(PROPERTIES, OUR_PROPERTIES)
                : constant;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
        isAnnotationType = (access & Opcodes.ACC_ANNOTATION) != 0;
        super.visit(version, access, name, null, parent, interfaces);
    }

    @Override
    public void visitInnerClass(String name, String outer, String inner, int access) {}

    @Override
    public void visitOuterClass(String owner, String method, String descriptor) {}

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return isAnnotationType ? super.visitAnnotation(descriptor, visible) : null;
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        super.visitField(access, name, descriptor, null, renamed(value)).visitEnd();
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, null, exceptions)) {
            @Override
            public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                return null;
            }

            @Override
            public AnnotationVisitor visitParameterAnnotation(int parameter, String type, boolean visible) {
                return null;
            }

            @Override
            public void visitLdcInsn(Object value) {
                super.visitLdcInsn(renamed(value));
            }
        };
    }
}
