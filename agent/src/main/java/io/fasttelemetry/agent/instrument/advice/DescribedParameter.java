/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;

/** A parameter of a {@link DescribedMethod}. */
final class DescribedParameter extends ParameterDescription.InDefinedShape.AbstractBase {
    private final DescribedMethod method;
    private final int index;
    private final int slot;
    private final DescribedType type;
    private final List<AnnotationDescription> annotations = new ArrayList<>(0);

    /** @param slot the local variable that holds it at first */
    DescribedParameter(DescribedMethod method, int index, int slot, DescribedType type) {
        this.method = method;
        this.index = index;
        this.slot = slot;
        this.type = type;
    }

    void add(AnnotationDescription annotation) {
        annotations.add(annotation);
    }

    @Override
    public TypeDescription.Generic getType() {
        return type.asGenericType();
    }

    @Override
    public MethodDescription.InDefinedShape getDeclaringMethod() {
        return method;
    }

    @Override
    public int getIndex() {
        return index;
    }

    @Override
    public int getOffset() {
        return slot;
    }

    @Override
    public boolean isNamed() {
        return false;
    }

    @Override
    public boolean hasModifiers() {
        return false;
    }

    @Override
    public AnnotationList getDeclaredAnnotations() {
        return new AnnotationList.Explicit(annotations);
    }
}
