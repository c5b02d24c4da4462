/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.lang.reflect.Modifier;
import java.util.Collections;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.StackSize;
import net.bytebuddy.jar.asm.Type;

/**
 * A type of which only the name is known, and nothing else is asked by {@link net.bytebuddy.asm.Advice}. Byte Buddy's
 * own descriptions look up what a name stands for, by reflection or in a class file. Immutable.
 */
class DescribedType extends TypeDescription.Latent {
    private final Type type;
    private final TypeDescription.Generic generic = new TypeDescription.Generic.OfNonGenericType.ForErasure(this);

    DescribedType(Type type) {
        super(nameOf(type), Modifier.PUBLIC, null, Collections.emptyList());
        this.type = type;
    }

    /** The name as {@link Class#getName} gives it. */
    private static String nameOf(Type type) {
        return type.getSort() == Type.ARRAY ? type.getDescriptor().replace('/', '.') : type.getClassName();
    }

    @Override
    public TypeDescription.Generic asGenericType() {
        return generic;
    }

    /** Compares names; the types that are asked for are those of the JDK and of Byte Buddy, which all know. */
    @Override
    public boolean represents(java.lang.reflect.Type other) {
        return other instanceof Class && getName().equals(((Class<?>) other).getName());
    }

    @Override
    public String getInternalName() {
        return type.getInternalName();
    }

    @Override
    public String getDescriptor() {
        return type.getDescriptor();
    }

    @Override
    public boolean isPrimitive() {
        return type.getSort() < Type.ARRAY;
    }

    @Override
    public boolean isArray() {
        return type.getSort() == Type.ARRAY;
    }

    @Override
    public StackSize getStackSize() {
        return StackSize.of(type.getSize());
    }
}
