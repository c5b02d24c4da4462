/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.agent.rules.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Finds out what the expressions of a rule mean in one method, by the types that it and others declare. For one thread.
 */
final class PathResolver {
    private final DeclaredTypes types;
    private final TracedMethod method;
    private final Type[] parameters;
    private final String[] parameterNames;
    private String problem;

    /** @param parameterNames null where they are not known */
    PathResolver(DeclaredTypes types, TracedMethod method, String[] parameterNames) {
        this.types = types;
        this.method = method;
        this.parameterNames = parameterNames;
        parameters = Type.getArgumentTypes(method.getDescriptor());
    }

    /** Why the last expression has no value; names what is possible instead. */
    String problem() {
        return problem;
    }

    /** The value of an expression; null if there is a {@link #problem}. */
    ValuePath resolve(int index, Template.Part expression) {
        int root = root(expression.text());
        Type rootType = problem == null ? rootType(root) : null;
        Type type = rootType;
        List<PathStep> steps = new ArrayList<>();
        for (Template.Step step : expression.steps()) {
            PathStep found = problem == null ? step(type, step) : null;
            if (found == null) {
                return null;
            }
            steps.add(found);
            type = found.type();
        }
        if (problem == null && !isValue(type)) {
            problem = type.getClassName() + " is no text, number, boolean, enum, nor an array of String, long, int, "
                    + "double or boolean; expected a property of it or .toString()";
        }
        return problem == null ? ValuePath.of(index, root, rootType, steps) : null;
    }

    private int root(String text) {
        problem = null;
        if (Character.isDigit(text.charAt(0))) {
            int index = Integer.parseInt(text);
            if (index >= parameters.length) {
                problem = "the method has " + parameters.length
                        + (parameters.length == 1 ? " parameter" : " parameters, counted from 0");
            }
            return index;
        }
        for (int i = 0; i < parameterNames.length; i++) {
            if (text.equals(parameterNames[i])) {
                return i;
            }
        }
        switch (text) {
            case "this":
                problem = method.isStatic() ? "the method is static" : null;
                return ValuePath.THIS;
            case "return":
                problem = returnType().equals(Type.VOID_TYPE) ? "the method returns nothing" : null;
                return ValuePath.RETURN;
            case "thrown":
                return ValuePath.THROWN;
            default:
                problem = unknownParameter(text);
                return 0;
        }
    }

    private String unknownParameter(String text) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < parameters.length; i++) {
            names.append(i)
                    .append(parameterNames[i] == null ? "" : " or ".concat(parameterNames[i]))
                    .append(", ");
        }
        return "no parameter is called " + text + "; expected " + names + "this, return or thrown";
    }

    private Type returnType() {
        return Type.getReturnType(method.getDescriptor());
    }

    private Type rootType(int root) {
        switch (root) {
            case ValuePath.THIS:
                return Type.getObjectType(method.getDeclaringType().getInternalName());
            case ValuePath.RETURN:
                return returnType();
            case ValuePath.THROWN:
                return Type.getType(Throwable.class);
            default:
                return parameters[root];
        }
    }

    private PathStep step(Type type, Template.Step step) {
        DeclaredMembers owner = type.getSort() == Type.OBJECT ? types.of(type.getInternalName()) : null;
        if (owner == null) {
            problem = type.getSort() == Type.OBJECT
                    ? "the class file of " + type.getClassName() + " was not found"
                    : type.getClassName() + " has no members";
            return null;
        }
        if (!types.isAccessible(owner)) {
            problem = type.getClassName() + " is not public";
            return null;
        }
        PathStep found =
                step.arguments() == null ? property(owner, step.name()) : call(owner, step.name(), step.arguments());
        if (found == null) {
            problem = type.getClassName() + " has no accessible " + step + "; expected one of "
                    + types.alternatives(owner, step.name());
        }
        return found;
    }

    private PathStep property(DeclaredMembers owner, String name) {
        DeclaredMembers.Member field = types.field(owner, name);
        if (field != null) {
            return PathStep.field(owner.name, name, field.descriptor);
        }
        PathStep method = call(owner, name, Collections.emptyList());
        String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        if (method == null) {
            method = call(owner, "get".concat(suffix), Collections.emptyList());
        }
        return method == null ? call(owner, "is".concat(suffix), Collections.emptyList()) : method;
    }

    private PathStep call(DeclaredMembers owner, String name, List<String> arguments) {
        DeclaredMembers.Member found = types.method(owner, name, arguments.size());
        if (found == null) {
            return null;
        }
        boolean isPrivate = (found.access & Opcodes.ACC_PRIVATE) != 0; // of the class itself, which may be an old one
        int opcode = isPrivate
                ? Opcodes.INVOKESPECIAL
                : owner.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        String ownerName = isPrivate ? found.owner : owner.name;
        return PathStep.method(opcode, ownerName, name, found.descriptor, owner.isInterface(), arguments);
    }

    /** Whether the recorder may take a value of this declared type; of some types only the value itself says. */
    private boolean isValue(Type type) {
        if (type.getSort() == Type.ARRAY) {
            switch (type.getDescriptor()) {
                case "[Ljava/lang/String;":
                case "[J":
                case "[I":
                case "[D":
                case "[Z":
                    return true;
                default:
                    return false;
            }
        }
        if (type.getSort() != Type.OBJECT) {
            return true;
        }
        switch (type.getInternalName()) {
            case "java/lang/String":
            case "java/lang/Object":
            case "java/lang/Number":
            case "java/lang/Boolean":
            case "java/lang/Character":
            case "java/lang/Byte":
            case "java/lang/Short":
            case "java/lang/Integer":
            case "java/lang/Long":
            case "java/lang/Float":
            case "java/lang/Double":
                return true;
            default:
                DeclaredMembers members = types.of(type.getInternalName());
                return members == null || members.isInterface() || types.isEnum(members);
        }
    }
}
