/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import com.sun.source.util.JavacTask;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.ToolProvider;
import org.objectweb.asm.Type;

/**
 * Public methods of the JDK as they were in one release, whichever JDK the build runs on: the compiler has the
 * signatures of all earlier ones. For one thread.
 */
final class JdkSignatures {
    /** Oldest release that the build may run on, so that all have its signatures. */
    private static final String RELEASE = "17";

    private final Elements elements;
    private final Types types;

    JdkSignatures() {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("--release", RELEASE), List.of("java.lang.Object"), null);
        elements = task.getElements();
        types = task.getTypes();
    }

    /** Whether a type is an interface; false also for types that are not in the release. */
    boolean isInterface(String type) {
        TypeElement element = element(type);
        return element != null && element.getKind().isInterface();
    }

    /**
     * Return type of a public method, by its own or an inherited declaration; null if the release has no such method.
     *
     * @param type internal name
     * @param method {@code <init>} for a constructor
     * @param parameters descriptors in parentheses
     */
    Type returnType(String type, String method, String parameters, boolean isStatic) {
        TypeElement element = element(type);
        if (element == null) {
            return null;
        }
        for (var member : elements.getAllMembers(element)) {
            boolean isMethod = member.getKind() == ElementKind.METHOD || member.getKind() == ElementKind.CONSTRUCTOR;
            if (isMethod
                    && member.getSimpleName().contentEquals(method)
                    && member.getModifiers().contains(Modifier.PUBLIC)
                    && member.getModifiers().contains(Modifier.STATIC) == isStatic
                    && parametersOf((ExecutableElement) member).equals(parameters)) {
                return Type.getType(descriptor(((ExecutableElement) member).getReturnType()));
            }
        }
        return null;
    }

    /** Names of all methods of a type that a subtype can override; empty if the release has no such type. */
    Set<String> methodNames(String type) {
        TypeElement element = element(type);
        return element == null
                ? Set.of()
                : ElementFilter.methodsIn(elements.getAllMembers(element)).stream()
                        .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
                        .filter(method -> !method.getModifiers().contains(Modifier.PRIVATE))
                        .map(method -> method.getSimpleName().toString())
                        .collect(Collectors.toSet());
    }

    private TypeElement element(String type) {
        return elements.getTypeElement(type.replace('/', '.').replace('$', '.'));
    }

    private String parametersOf(ExecutableElement method) {
        return method.getParameters().stream()
                .map(parameter -> descriptor(parameter.asType()))
                .collect(Collectors.joining("", "(", ")"));
    }

    private String descriptor(TypeMirror type) {
        TypeMirror erased = types.erasure(type);
        return switch (erased.getKind()) {
            case ARRAY -> "[" + descriptor(((ArrayType) erased).getComponentType());
            case DECLARED ->
                "L"
                        + elements.getBinaryName((TypeElement) ((DeclaredType) erased).asElement())
                                .toString()
                                .replace('.', '/')
                        + ";";
            case BOOLEAN -> "Z";
            case BYTE -> "B";
            case CHAR -> "C";
            case SHORT -> "S";
            case INT -> "I";
            case LONG -> "J";
            case FLOAT -> "F";
            case DOUBLE -> "D";
            case VOID -> "V";
            default -> throw new IllegalStateException("no descriptor of " + erased);
        };
    }
}
