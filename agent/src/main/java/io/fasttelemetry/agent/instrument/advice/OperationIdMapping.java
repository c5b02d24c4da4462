/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;

/** Binds {@link SpanAdvice.OperationId} to what the {@link TracedMethod} says. Stateless; any thread. */
final class OperationIdMapping implements Advice.OffsetMapping, Advice.OffsetMapping.Factory<SpanAdvice.OperationId> {
    @Override
    public Class<SpanAdvice.OperationId> getAnnotationType() {
        return SpanAdvice.OperationId.class;
    }

    @Override
    public Advice.OffsetMapping make(
            ParameterDescription.InDefinedShape parameter,
            AnnotationDescription.Loadable<SpanAdvice.OperationId> annotation,
            AdviceType adviceType) {
        return this;
    }

    @Override
    public Target resolve(
            TypeDescription type,
            MethodDescription method,
            Assigner assigner,
            Advice.ArgumentHandler argumentHandler,
            Sort sort) {
        return new Target.ForStackManipulation(IntegerConstant.forValue(((TracedMethod) method).operationId));
    }
}
