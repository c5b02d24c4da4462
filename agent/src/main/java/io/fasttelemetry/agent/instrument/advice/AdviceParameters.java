/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Parameters of a method of advice that is generated, each with an annotation, and local variables behind them. */
final class AdviceParameters {
    private final List<Type> variables = new ArrayList<>();
    private final List<Class<?>> annotations = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final Map<String, Integer> slots = new HashMap<>();
    private int nextSlot;

    /**
     * Adds a parameter; all of them before the first variable.
     *
     * @param value of the annotation; null if it has none
     */
    void add(String name, Type type, Class<?> annotation, Object value) {
        annotations.add(annotation);
        values.add(value);
        addVariable(name, type);
    }

    void addVariable(String name, Type type) {
        slots.put(name, nextSlot);
        variables.add(type);
        nextSlot += type.getSize();
    }

    int slot(String name) {
        return slots.get(name);
    }

    /** The number of slots, for one more variable behind all others or as the limit of the method. */
    int slotCount() {
        return nextSlot;
    }

    String descriptor(Type returnType) {
        return Type.getMethodDescriptor(
                returnType, variables.subList(0, annotations.size()).toArray(new Type[0]));
    }

    void annotate(MethodVisitor method) {
        for (int i = 0; i < annotations.size(); i++) {
            AnnotationVisitor annotation =
                    method.visitParameterAnnotation(i, Type.getDescriptor(annotations.get(i)), true);
            if (values.get(i) != null) {
                annotation.visit("value", values.get(i));
            }
            annotation.visitEnd();
        }
    }

    /** Writes a frame in which all parameters and variables have values. */
    void frame(MethodVisitor code, Object... stack) {
        Object[] locals = new Object[variables.size()];
        for (int i = 0; i < locals.length; i++) {
            locals[i] = frameType(variables.get(i));
        }
        code.visitFrame(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
    }

    private static Object frameType(Type type) {
        switch (type.getSort()) {
            case Type.LONG:
                return Opcodes.LONG;
            case Type.DOUBLE:
                return Opcodes.DOUBLE;
            case Type.FLOAT:
                return Opcodes.FLOAT;
            case Type.OBJECT:
            case Type.ARRAY:
                return type.getInternalName();
            default:
                return Opcodes.INTEGER;
        }
    }
}
