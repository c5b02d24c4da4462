/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.io.IOException;
import java.io.InputStream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Type;

/**
 * A class of advice as Byte Buddy inlines it, in two forms.
 *
 * <p>The first leaves the traced method's parameters where they are, and requires that each frame begins with them.
 * javac writes such code. Other compilers put other values into a parameter's place, or write dead code whose frame has
 * no variables; Byte Buddy refuses it with an IllegalStateException, and then the second form does, which copies the
 * parameters. Thread-safe.
 */
final class AdviceFile {
    private final String name;
    private final byte[] file;
    private final Advice.WithCustomMapping mappings;
    private volatile Advice inPlace;
    private volatile Advice copying;

    AdviceFile(Class<?> type, Advice.OffsetMapping.Factory<?> mapping) {
        this(type.getName(), read(type), mapping);
    }

    /** @param file the class file of a class of advice that need not exist */
    AdviceFile(String name, byte[] file, Advice.OffsetMapping.Factory<?> mapping) {
        this.name = name;
        this.file = file;
        mappings = Advice.withCustomMapping().bind(mapping);
    }

    private static byte[] read(Class<?> type) {
        String path = type.getName().replace('.', '/').concat(".class");
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the agent's jar is damaged: ".concat(path), e);
        }
    }

    private Advice advice(boolean copiesArguments) {
        AdviceClass type = new AdviceClass(new ClassReader(file), copiesArguments);
        return mappings.to(type, ClassFileLocator.Simple.of(name, file));
    }

    /** The type that the method {@code enter} returns, by the name that the class file has for it. */
    Type enterType() {
        for (MethodDescription method : new AdviceClass(new ClassReader(file), false).getDeclaredMethods()) {
            if (method.getInternalName().equals("enter")) {
                return Type.getReturnType(method.getDescriptor());
            }
        }
        throw new IllegalStateException("no enter in ".concat(name));
    }

    /** The form, the second one if it copies parameters; each is made at the first need. */
    Advice get(boolean copiesParameters) {
        Advice made = copiesParameters ? copying : inPlace;
        if (made == null) {
            made = advice(copiesParameters);
            if (copiesParameters) {
                copying = made;
            } else {
                inPlace = made;
            }
        }
        return made;
    }
}
