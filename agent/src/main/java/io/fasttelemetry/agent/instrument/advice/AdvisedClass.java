/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.auxiliary.AuxiliaryType;
import net.bytebuddy.implementation.bytecode.StackManipulation;

/**
 * What Byte Buddy may know of the class that gets advice: its name and its version. Whatever would add a member or a
 * class is refused. Immutable.
 */
final class AdvisedClass implements Implementation.Context {
    private final DescribedType type;
    private final ClassFileVersion version;

    /** @param version as in the class file: minor in the high 16 bits, major in the low ones */
    AdvisedClass(DescribedType type, int version) {
        this.type = type;
        this.version = ClassFileVersion.ofMinorMajor(version);
    }

    @Override
    public TypeDescription getInstrumentedType() {
        return type;
    }

    @Override
    public ClassFileVersion getClassFileVersion() {
        return version;
    }

    @Override
    public FrameGeneration getFrameGeneration() {
        return FrameGeneration.DISABLED;
    }

    /**
     * Refuses to add a member, which the JVM would refuse when a loaded class is woven. Inlined advice asks for none;
     * if it did, the class would be left as it was, with a log message.
     */
    private static UnsupportedOperationException shapeStays() {
        return new UnsupportedOperationException("advice must not change the shape of a class");
    }

    @Override
    public TypeDescription register(AuxiliaryType auxiliaryType) {
        throw shapeStays();
    }

    @Override
    public FieldDescription.InDefinedShape cache(StackManipulation value, TypeDescription fieldType) {
        throw shapeStays();
    }

    @Override
    public MethodDescription.InDefinedShape registerAccessorFor(
            Implementation.SpecialMethodInvocation invocation, AccessType accessType) {
        throw shapeStays();
    }

    @Override
    public MethodDescription.InDefinedShape registerGetterFor(FieldDescription field, AccessType accessType) {
        throw shapeStays();
    }

    @Override
    public MethodDescription.InDefinedShape registerSetterFor(FieldDescription field, AccessType accessType) {
        throw shapeStays();
    }
}
