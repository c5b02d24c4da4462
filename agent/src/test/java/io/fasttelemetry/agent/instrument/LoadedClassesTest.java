/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRules;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LoadedClassesTest {
    /** Each call's classes. */
    private final List<Set<Class<?>>> calls = new ArrayList<>();

    /** Classes whose presence makes a call fail. */
    private Set<Class<?>> spoilers = Set.of();

    public interface Face {}

    static final class One implements Face {}

    static final class Two implements Face {}

    static final class Three implements Face {}

    static final class Other {}

    private final Class<?> one = inAnotherLoader(One.class);
    private final Class<?> two = inAnotherLoader(Two.class);
    private final Class<?> three = inAnotherLoader(Three.class);
    private final Class<?> other = inAnotherLoader(Other.class);

    LoadedClassesTest() throws Exception {}

    /** Classes of the agent's own loader, as these would be here, are left alone. */
    private static Class<?> inAnotherLoader(Class<?> type) throws Exception {
        return new Woven().put(type.getName(), Woven.classFile(type.getName())).loadClass(type.getName());
    }

    private Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getAllLoadedClasses" -> new Class<?>[] {one, two, other, three, String.class, int[].class};
            case "isModifiableClass" -> true;
            case "retransformClasses" -> retransform(Set.copyOf(Arrays.asList((Class<?>[]) arguments[0])));
            default -> throw new AssertionError(method);
        };
    }

    private Object retransform(Set<Class<?>> types) {
        calls.add(types);
        if (types.stream().anyMatch(spoilers::contains)) {
            throw new VerifyError("spoilt");
        }
        return null;
    }

    private void weaveAll() {
        Instrumentation instrumentation = (Instrumentation) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Instrumentation.class}, this::invoke);
        MethodRules rules = MethodRules.parse(Face.class.getName(), "rules", new ArrayList<>());
        new LoadedClasses(new RuleMatcher(rules, ClassExcludes.parse(null, "excludes", new ArrayList<>())))
                .weaveAll(instrumentation);
    }

    @Test
    void weaveAll_retransformsInOneCall() {
        weaveAll();

        assertThat(calls).containsExactly(Set.of(one, two, three));
    }

    @Test
    void weaveAll_oneByOneWhereTheCallFails() {
        spoilers = Set.of(two);

        weaveAll();

        assertThat(calls).containsExactly(Set.of(one, two, three), Set.of(one), Set.of(two), Set.of(three));
    }
}
