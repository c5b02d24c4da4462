/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationValue;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * An annotation as it is in a class file, without an instance of its type: constants and classes are its values, and
 * defaults are what the type declares.
 */
final class DescribedAnnotation<T extends Annotation> extends AnnotationDescription.AbstractBase
        implements AnnotationDescription.Loadable<T> {
    private final DescribedType type;
    private final Map<String, AnnotationValue<?, ?>> values = new HashMap<>();

    private DescribedAnnotation(String descriptor) {
        type = new DescribedType(Type.getType(descriptor));
    }

    static DescribedAnnotation<?> of(String descriptor) {
        return new DescribedAnnotation<>(descriptor);
    }

    void put(String property, Object constant) {
        values.put(property, AnnotationValue.ForConstant.of(constant));
    }

    /** Makes a visitor that takes the values from the class file. */
    AnnotationVisitor reader() {
        return new AnnotationVisitor(Opcodes.ASM9) {
            @Override
            public void visit(String property, Object value) {
                if (value instanceof Type) {
                    values.put(property, AnnotationValue.ForTypeDescription.of(new DescribedType((Type) value)));
                } else {
                    put(property, value);
                }
            }
        };
    }

    @Override
    public AnnotationValue<?, ?> getValue(MethodDescription.InDefinedShape property) {
        AnnotationValue<?, ?> value = values.get(property.getInternalName());
        return value == null ? property.getDefaultValue() : value;
    }

    @Override
    public TypeDescription getAnnotationType() {
        return type;
    }

    @Override
    @SuppressWarnings("unchecked") // Byte Buddy asks for the type that it has compared by name
    public <S extends Annotation> AnnotationDescription.Loadable<S> prepare(Class<S> annotationType) {
        return (AnnotationDescription.Loadable<S>) this;
    }

    /** Refuses: an instance would be a reflection proxy, which this class is there to avoid. Advice needs none. */
    @Override
    public T load() {
        throw new UnsupportedOperationException("an instance of " + type.getName());
    }
}
