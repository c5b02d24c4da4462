/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.woven.Everything;
import io.fasttelemetry.agent.instrument.RecordedSpans.Recorded;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

final class WeaverTest {
    private static final String EVERYTHING = Everything.class.getName();
    private static final String[] NAMES = {
        EVERYTHING,
        "com.acme.woven.Greeting",
        EVERYTHING + "$Inner",
        EVERYTHING + "$Member",
        EVERYTHING + "$Box",
        EVERYTHING + "$Box$Lid",
        EVERYTHING + "$Box$1Local",
        EVERYTHING + "$Colour",
        EVERYTHING + "$Colour$1",
        EVERYTHING + "$Point"
    };

    private final Weaver weaver = Woven.weaver();

    WeaverTest() throws Exception {}

    private Woven everythingWoven() throws Exception {
        Woven loader = new Woven();
        for (String name : NAMES) {
            loader.put(name, Woven.weaveAll(weaver, name, Woven.classFile(name)));
        }
        return loader;
    }

    private static Object call(ClassLoader loader, String method) throws Exception {
        return loader.loadClass(EVERYTHING).getMethod(method).invoke(null);
    }

    @Test
    void weave_methodsDoWhatTheyDidBefore() throws Exception {
        Woven loader = everythingWoven();

        RecordedSpans run = RecordedSpans.of(() -> call(loader, "transcript"));

        assertThat(run.thrown).isNull();
        assertThat(run.result).isEqualTo(Everything.transcript());
    }

    @Test
    void weave_methodsDoWhatTheyDidBeforeWhereNothingIsRecorded() throws Exception {
        Woven loader = everythingWoven();
        Object[] result = new Object[1];
        Thread suppressed = new Thread(() -> {
            io.fasttelemetry.bootstrap.Tracer.suppressThisThread();
            try {
                result[0] = call(loader, "transcript");
            } catch (Exception e) {
                result[0] = e;
            }
        });
        suppressed.start();
        suppressed.join();

        assertThat(result[0]).isEqualTo(Everything.transcript());
    }

    @Test
    void weave_everyMethodWithABodyIsRecorded() throws Exception {
        Woven loader = everythingWoven();

        RecordedSpans run = RecordedSpans.of(() -> call(loader, "transcript"));

        Set<String> expected = new TreeSet<>();
        for (String name : NAMES) {
            for (Method method : Class.forName(name).getDeclaredMethods()) {
                int modifiers = method.getModifiers();
                if (!method.isBridge() && !method.isSynthetic() && !java.lang.reflect.Modifier.isAbstract(modifiers)) {
                    expected.add(name + "." + method.getName());
                }
            }
        }
        expected.removeIf(name -> name.matches(".*\\$Point\\.(x|y|toString|hashCode|equals)"));
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(run.functions());
        assertThat(missing).isEmpty();
        assertThat(expected).containsAll(run.functions());
    }

    @Test
    void weave_spansNestAsCallsDo() throws Exception {
        Woven loader = everythingWoven();

        RecordedSpans run = RecordedSpans.of(() -> call(loader, "transcript"));

        Map<Long, Recorded> byId = run.spans.stream().collect(Collectors.toMap(Recorded::spanId, span -> span));
        Map<String, Set<String>> callers = new HashMap<>();
        for (Recorded span : run.spans) {
            String caller =
                    span.parentId() == 0 ? "" : byId.get(span.parentId()).function();
            callers.computeIfAbsent(
                            span.function().substring(span.function().lastIndexOf('.') + 1), x -> new TreeSet<>())
                    .add(caller.substring(caller.lastIndexOf('.') + 1));
        }
        assertThat(run.spans)
                .extracting(Recorded::traceId)
                .containsOnly(run.spans.get(0).traceId());
        assertThat(callers.get("transcript")).containsExactly("");
        assertThat(callers.get("fibonacci")).containsExactly("fibonacci", "transcript");
        assertThat(callers.get("throwing")).containsExactly("caught");
        assertThat(callers.get("greet")).containsExactly("defaultGreeting", "transcript");
        assertThat(callers.get("locked")).containsExactly("transcript");
        assertThat(run.spans).last().extracting(Recorded::function).isEqualTo(EVERYTHING + ".transcript");
    }

    @Test
    void weave_exceptionsPassUnchangedAndAreRecorded() throws Exception {
        Woven loader = everythingWoven();
        Object expected = loader.loadClass(EVERYTHING).getField("THROWN").get(null);

        RecordedSpans run = RecordedSpans.of(() -> call(loader, "throwing"));

        assertThat(run.thrown.getCause()).isSameAs(expected);
        assertThat(run.spans)
                .singleElement()
                .satisfies(span -> assertThat(span.thrown()).isSameAs(expected));
    }

    @Test
    void weave_onlyWhatIsNamed() throws Exception {
        byte[] classFile = Woven.classFile(EVERYTHING);
        byte[] woven = weaver.weave(
                EVERYTHING,
                classFile,
                Woven.rules(EVERYTHING + "[loops,locked,overloaded]"),
                (type, method) -> method.equals("locked"));
        Woven loader = new Woven().put(EVERYTHING, woven);
        for (String name : NAMES) {
            if (!name.equals(EVERYTHING)) {
                loader.put(name, Woven.classFile(name));
            }
        }

        RecordedSpans run = RecordedSpans.of(() -> call(loader, "transcript"));

        assertThat(new TreeSet<>(run.functions())).containsExactly(EVERYTHING + ".loops", EVERYTHING + ".overloaded");
        assertThat(run.spans).hasSize(5);
        assertThat(changed(classFile, woven)).containsExactlyInAnyOrder("loops", "overloaded");
    }

    @Test
    void weave_nothingNamedIsNull() throws Exception {
        byte[] classFile = Woven.classFile(EVERYTHING);

        assertThat(weaver.weave(EVERYTHING, classFile, Woven.rules(EVERYTHING + "[none]"), (type, method) -> false))
                .isNull();
        assertThat(weaver.weave(
                        "com.acme.woven.Greeting",
                        Woven.classFile("com.acme.woven.Greeting"),
                        Woven.rules("com.acme.woven.Greeting[greet]"),
                        (type, method) -> false))
                .as("abstract")
                .isNull();
    }

    @Test
    void weave_leavesConstructorsBridgesAndSyntheticsAlone() throws Exception {
        for (String name : NAMES) {
            byte[] classFile = Woven.classFile(name);
            byte[] woven = Woven.weaveAll(weaver, name, classFile);

            Set<String> expected = new TreeSet<>();
            for (MethodNode method : node(classFile).methods) {
                int never = org.objectweb.asm.Opcodes.ACC_BRIDGE
                        | org.objectweb.asm.Opcodes.ACC_SYNTHETIC
                        | org.objectweb.asm.Opcodes.ACC_ABSTRACT;
                if ((method.access & never) == 0 && !method.name.startsWith("<")) {
                    expected.add(method.name);
                }
            }
            assertThat(changed(classFile, woven)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** Names of the methods whose number of instructions differs. */
    private static Set<String> changed(byte[] before, byte[] after) {
        Map<String, Integer> sizes = new HashMap<>();
        for (MethodNode method : node(before).methods) {
            sizes.put(method.name + method.desc, method.instructions.size());
        }
        Set<String> changed = new TreeSet<>();
        for (MethodNode method : node(after).methods) {
            if (sizes.get(method.name + method.desc) != method.instructions.size()) {
                changed.add(method.name);
            }
        }
        return changed;
    }

    private static ClassNode node(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        return node;
    }

    @Test
    void weave_shapeStaysAsItWas() throws Exception {
        Woven loader = everythingWoven();
        for (String name : NAMES) {
            Class<?> woven = loader.loadClass(name);
            Class<?> original = Class.forName(name);

            assertThat(woven).isNotSameAs(original);
            assertThat(shape(woven)).isEqualTo(shape(original));
        }
    }

    private static Set<String> shape(Class<?> type) {
        Set<String> shape = new TreeSet<>();
        shape.add(type.toGenericString() + " extends " + type.getGenericSuperclass());
        Stream.of(type.getGenericInterfaces()).forEach(parent -> shape.add("implements " + parent));
        Arrays.stream(type.getDeclaredFields()).forEach(field -> shape.add(field.toGenericString()));
        Arrays.stream(type.getDeclaredConstructors())
                .map(Constructor::toGenericString)
                .forEach(shape::add);
        for (Method method : type.getDeclaredMethods()) {
            shape.add(method.toGenericString() + Arrays.toString(method.getParameters()));
        }
        return shape;
    }

    @Test
    void weave_verifierFindsNothing() throws Exception {
        for (String name : NAMES) {
            byte[] woven = Woven.weaveAll(weaver, name, Woven.classFile(name));

            assertThat(Woven.problems(woven, getClass().getClassLoader()))
                    .as(name)
                    .isEmpty();
        }
    }
}
