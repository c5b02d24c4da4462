/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A class of advice, described from its class file: its methods, their parameters and annotations. Reflection would
 * make an instance of each annotation, which costs a proxy class, and Byte Buddy's pool would look for the class file
 * of each type mentioned, which the recorder's classes do not have.
 */
final class AdviceClass extends DescribedType {
    private static final String EXIT = Type.getDescriptor(Advice.OnMethodExit.class);

    private final List<MethodDescription.InDefinedShape> methods = new ArrayList<>();

    /**
     * @param copiesArguments the value of {@link Advice.OnMethodExit#backupArguments}, whatever the class file says:
     *     whether the traced method's arguments are copied to variables of their own
     */
    AdviceClass(ClassReader file, boolean copiesArguments) {
        super(Type.getObjectType(file.getClassName()));
        int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
        file.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        AdviceMethod method = new AdviceMethod(AdviceClass.this, name, access, descriptor);
                        methods.add(method);
                        return new MethodReader(method, copiesArguments);
                    }
                },
                parts);
    }

    @Override
    public MethodList<MethodDescription.InDefinedShape> getDeclaredMethods() {
        return new MethodList.Explicit<>(methods);
    }

    private static final class MethodReader extends MethodVisitor {
        private final AdviceMethod method;
        private final boolean copiesArguments;

        MethodReader(AdviceMethod method, boolean copiesArguments) {
            super(Opcodes.ASM9);
            this.method = method;
            this.copiesArguments = copiesArguments;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            DescribedAnnotation<?> annotation = DescribedAnnotation.of(descriptor);
            method.annotations.add(annotation);
            if (descriptor.equals(EXIT)) {
                annotation.put("backupArguments", copiesArguments);
            }
            return annotation.reader();
        }

        @Override
        public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
            DescribedAnnotation<?> annotation = DescribedAnnotation.of(descriptor);
            method.parameter(parameter).add(annotation);
            return annotation.reader();
        }
    }

    private static final class AdviceMethod extends DescribedMethod {
        private final List<AnnotationDescription> annotations = new ArrayList<>();

        AdviceMethod(TypeDescription declaringType, String name, int modifiers, String descriptor) {
            super(declaringType, name, modifiers, descriptor);
        }

        @Override
        public AnnotationList getDeclaredAnnotations() {
            return new AnnotationList.Explicit(annotations);
        }
    }
}
