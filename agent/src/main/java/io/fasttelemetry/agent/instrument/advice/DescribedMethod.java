/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.method.ParameterList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.Type;

/** A method of which only name, modifiers and descriptor are known. */
class DescribedMethod extends MethodDescription.Latent {
    private final String descriptor;
    private final DescribedType returnType;
    private final List<DescribedParameter> parameters = new ArrayList<>();
    private final List<TypeDescription> parameterTypes = new ArrayList<>();
    private final int parameterSlots;

    DescribedMethod(TypeDescription declaringType, String name, int modifiers, String descriptor) {
        super(
                declaringType,
                name,
                modifiers,
                Collections.emptyList(),
                null,
                Collections.emptyList(),
                Collections.emptyList(),
                Collections.emptyList(),
                null,
                null);
        this.descriptor = descriptor;
        returnType = new DescribedType(Type.getReturnType(descriptor));
        int slot = isStatic() ? 0 : 1;
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            DescribedType type = new DescribedType(parameter);
            parameters.add(new DescribedParameter(this, parameters.size(), slot, type));
            parameterTypes.add(type);
            slot += parameter.getSize();
        }
        parameterSlots = slot;
    }

    final DescribedParameter parameter(int index) {
        return parameters.get(index);
    }

    @Override
    public TypeDescription.Generic getReturnType() {
        return returnType.asGenericType();
    }

    @Override
    public ParameterList<ParameterDescription.InDefinedShape> getParameters() {
        return new ParameterList.Explicit<>(parameters);
    }

    @Override
    public String getDescriptor() {
        return descriptor;
    }

    @Override
    public int getStackSize() {
        return parameterSlots;
    }

    @Override
    public MethodDescription.TypeToken asTypeToken() {
        return new MethodDescription.TypeToken(returnType, parameterTypes);
    }
}
