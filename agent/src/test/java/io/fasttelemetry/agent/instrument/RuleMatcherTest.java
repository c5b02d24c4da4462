/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.MethodRules;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

final class RuleMatcherTest {
    private static final String OBJECT = "java/lang/Object";

    private final Files loader = new Files();

    private static RuleMatcher matcher(String rules, String excludes) {
        List<String> problems = new ArrayList<>();
        RuleMatcher matcher = new RuleMatcher(
                MethodRules.parse(rules, "rules", problems), ClassExcludes.parse(excludes, "excludes", problems));
        assertThat(problems).isEmpty();
        return matcher;
    }

    /** Names of the classes whose rules apply to the class. */
    private static List<String> match(RuleMatcher matcher, Files loader, String name) {
        MethodRule[] rules = matcher.match(loader, name, loader.files.get(name));
        return Arrays.stream(rules).map(MethodRule::className).toList();
    }

    private List<String> match(String rules, String name) {
        return match(matcher(rules, null), loader, name);
    }

    /** Class files as a loader's resources; it loads none of them. */
    private static class Files extends ClassLoader {
        final Map<String, byte[]> files = new HashMap<>();
        final AtomicInteger reads = new AtomicInteger();

        Files() {
            this(null);
        }

        Files(ClassLoader parent) {
            super(parent);
        }

        Files put(String name, String parent, String... interfaces) {
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, name, null, parent, interfaces);
            files.put(name, writer.toByteArray());
            return this;
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            reads.incrementAndGet();
            byte[] file = files.get(name.substring(0, name.length() - ".class".length()));
            return file == null ? null : new ByteArrayInputStream(file);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) {
            throw new AssertionError("loaded " + name);
        }
    }

    @Test
    void match_ownName() {
        loader.put("com/acme/Cart", OBJECT).put("com/acme/Cart$Line", OBJECT).put("com/acme/Cart2", OBJECT);

        assertThat(match("com.acme.Cart[a];com.acme.Cart$Line[b]", "com/acme/Cart"))
                .containsExactly("com.acme.Cart");
        assertThat(match("com.acme.Cart[a];com.acme.Cart$Line[b]", "com/acme/Cart$Line"))
                .containsExactly("com.acme.Cart$Line");
        assertThat(match("com.acme.Cart[a]", "com/acme/Cart2")).isEmpty();
    }

    @Test
    void match_supertypesOfEveryKind() {
        loader.put("a/Root", OBJECT)
                .put("a/Face", OBJECT)
                .put("a/SubFace", OBJECT, "a/Face")
                .put("a/Middle", "a/Root", "a/SubFace")
                .put("a/Leaf", "a/Middle");

        assertThat(match("a.Root[x]", "a/Leaf")).containsExactly("a.Root");
        assertThat(match("a.Face[x]", "a/Leaf")).containsExactly("a.Face");
        assertThat(match("a.SubFace[x]", "a/Leaf")).containsExactly("a.SubFace");
        assertThat(match("a.Root[x];a.Face[x];a.Leaf[x]", "a/Leaf"))
                .containsExactlyInAnyOrder("a.Leaf", "a.Root", "a.Face");
        assertThat(match("a.Leaf[x]", "a/Middle")).as("not the other way round").isEmpty();
    }

    @Test
    void match_eachRuleOnceHoweverManyPathsLeadToIt() {
        loader.put("a/F0", OBJECT);
        for (int i = 1; i < 40; i++) {
            loader.put("a/L" + i, OBJECT, "a/F" + (i - 1)).put("a/R" + i, OBJECT, "a/F" + (i - 1));
            loader.put("a/F" + i, OBJECT, "a/L" + i, "a/R" + i);
        }

        assertThat(match("a.F0[x]", "a/F39")).containsExactly("a.F0");
    }

    @Test
    void match_eachSupertypeIsReadOnce() {
        RuleMatcher matcher = matcher("a.Other[x]", null);
        loader.put("a/Base", OBJECT);
        for (int i = 0; i < 100; i++) {
            loader.put("a/Sub" + i, "a/Base");
            assertThat(match(matcher, loader, "a/Sub" + i)).isEmpty();
        }
        assertThat(loader.reads).hasValue(1);
    }

    @Test
    void match_sameNameInTwoLoadersIsTwoTypes() {
        RuleMatcher matcher = matcher("a.Face[x]", null);
        Files other = new Files();
        loader.put("a/Face", OBJECT).put("a/Base", OBJECT, "a/Face").put("a/Sub", "a/Base");
        other.put("a/Base", OBJECT).put("a/Sub", "a/Base");

        assertThat(match(matcher, loader, "a/Sub")).containsExactly("a.Face");
        assertThat(match(matcher, other, "a/Sub")).isEmpty();
        assertThat(match(matcher, loader, "a/Sub")).containsExactly("a.Face");
    }

    @Test
    void match_supertypeThatIsMissingIsStillKnownByName() {
        loader.put("a/Sub", "a/Gone", "b/GoneToo");

        assertThat(match("a.Gone[x];b.GoneToo[y]", "a/Sub")).containsExactly("a.Gone", "b.GoneToo");
        assertThat(match("a.Other[x]", "a/Sub")).isEmpty();
    }

    @Test
    void match_loaderThatFailsContributesNothing() {
        for (Throwable failure : new Throwable[] {
            new IllegalStateException("closed"), new NoClassDefFoundError("helper"), new ClassCircularityError("x")
        }) {
            Files broken = new Files() {
                @Override
                public InputStream getResourceAsStream(String name) {
                    throw RuleMatcherTest.<RuntimeException>sneaky(failure);
                }
            };
            broken.put("a/Sub", "a/Base");

            assertThat(match(matcher("a.Sub[x]", null), broken, "a/Sub")).containsExactly("a.Sub");
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void match_typesOfTheJdk() {
        loader.put("a/Job", OBJECT, "java/lang/Runnable")
                .put("a/Task", OBJECT, "java/util/concurrent/Callable")
                .put("a/Timed", "java/util/TimerTask")
                .put("a/Future", OBJECT, "java/util/concurrent/RunnableFuture")
                .put("a/Plain", OBJECT);
        RuleMatcher matcher = matcher("java.lang.Runnable[run];java.util.concurrent.Callable[call]", null);

        assertThat(match(matcher, loader, "a/Job")).containsExactly("java.lang.Runnable");
        assertThat(match(matcher, loader, "a/Task")).containsExactly("java.util.concurrent.Callable");
        assertThat(match(matcher, loader, "a/Timed")).containsExactly("java.lang.Runnable");
        assertThat(match(matcher, loader, "a/Future")).containsExactly("java.lang.Runnable");
        assertThat(match(matcher, loader, "a/Plain")).isEmpty();
        assertThat(match("a.Job[run]", "a/Timed")).isEmpty();
    }

    @Test
    void match_excludedClassesAreLeftOut() {
        loader.put("a/Base", OBJECT).put("a/Sub", "a/Base").put("a/b/Sub", "a/Base");
        RuleMatcher matcher = matcher("a.Base[x,y]", "a.b.*,a.Base[y]");

        assertThat(match(matcher, loader, "a/Sub")).containsExactly("a.Base");
        assertThat(match(matcher, loader, "a/b/Sub")).isEmpty();
        assertThat(match(matcher, loader, "a/Base")).containsExactly("a.Base");
        assertThat(matcher.excludes("a.Base", "y")).isTrue();
        assertThat(matcher.excludes("a.Base", "x")).isFalse();
    }

    @Test
    void match_brokenClassFileIsKnownByName() {
        loader.files.put("a/Broken", new byte[] {1, 2, 3});

        assertThat(match("a.Broken[x]", "a/Broken")).containsExactly("a.Broken");
        assertThat(match("a.Other[x]", "a/Broken")).isEmpty();
    }

    @Test
    void match_loadedClasses() {
        RuleMatcher matcher =
                matcher("java.util.AbstractCollection[size];java.util.Collection[add]", "java.util.Stack");

        assertThat(Arrays.stream(matcher.match(ArrayList.class)).map(MethodRule::className))
                .containsExactlyInAnyOrder("java.util.AbstractCollection", "java.util.Collection");
        assertThat(matcher.match(java.util.Stack.class)).isEmpty();
        assertThat(matcher.match(String.class)).isEmpty();
        assertThat(matcher.match(Object.class)).isEmpty();
    }

    /** A loader whose classes exist in memory only. */
    private static final class Hidden extends Files {
        Hidden(ClassLoader parent) {
            super(parent);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            reads.incrementAndGet();
            return null;
        }
    }

    @Test
    void match_whatPassedNeedsNoReading() {
        Files hidden = new Hidden(null);
        hidden.put("a/Face", OBJECT).put("a/Base", OBJECT, "a/Face").put("a/Sub", "a/Base");
        RuleMatcher matcher = matcher("a.Face[x]", null);

        assertThat(match(matcher, hidden, "a/Face")).containsExactly("a.Face");
        assertThat(match(matcher, hidden, "a/Base")).containsExactly("a.Face");
        assertThat(match(matcher, hidden, "a/Sub")).containsExactly("a.Face");
        assertThat(hidden.reads).hasValue(0);
        assertThat(matcher.late().isEmpty()).isTrue();
    }

    @Test
    void match_whatPassedInAParentIsKnown() {
        Files parent = new Hidden(null);
        parent.put("a/Base", OBJECT, "a/Face").put("a/Face", OBJECT);
        Files child = new Hidden(parent);
        child.put("a/Sub", "a/Base");
        RuleMatcher matcher = matcher("a.Face[x]", null);

        match(matcher, parent, "a/Face");
        match(matcher, parent, "a/Base");

        assertThat(match(matcher, child, "a/Sub")).containsExactly("a.Face");
    }

    @Test
    void match_subclassThatComesFirstIsLookedAtAgain() {
        Files hidden = new Hidden(null);
        hidden.put("a/Base", OBJECT, "a/Face")
                .put("a/Face", OBJECT)
                .put("a/Sub", "a/Base")
                .put("a/SubSub", "a/Sub");
        RuleMatcher matcher = matcher("a.Face[x]", null);

        assertThat(match(matcher, hidden, "a/Sub")).isEmpty();
        assertThat(matcher.late().isEmpty()).isFalse();
        match(matcher, hidden, "a/Face");
        match(matcher, hidden, "a/Base");

        assertThat(match(matcher, hidden, "a/SubSub")).containsExactly("a.Face");
    }

    @Test
    void match_missingSupertypeIsNotMissingForEver() {
        RuleMatcher matcher = matcher("a.Face[x]", null);
        loader.put("a/Sub", "a/Base").put("a/Sub2", "a/Base");
        assertThat(match(matcher, loader, "a/Sub")).isEmpty();

        loader.put("a/Base", OBJECT, "a/Face").put("a/Face", OBJECT);

        assertThat(match(matcher, loader, "a/Sub2")).containsExactly("a.Face");
    }

    @Test
    void match_oneFailureToReadIsNotRemembered() {
        AtomicInteger failures = new AtomicInteger(1);
        Files unsteady = new Files() {
            @Override
            public InputStream getResourceAsStream(String name) {
                if (failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("too many open files");
                }
                return super.getResourceAsStream(name);
            }
        };
        unsteady.put("a/Base", OBJECT, "a/Face")
                .put("a/Face", OBJECT)
                .put("a/Sub", "a/Base")
                .put("a/Sub2", "a/Base");
        RuleMatcher matcher = matcher("a.Face[x]", null);

        assertThat(match(matcher, unsteady, "a/Sub")).isEmpty();
        assertThat(match(matcher, unsteady, "a/Sub2")).containsExactly("a.Face");
    }

    @Test
    void match_unknownSupertypesAreLookedAtOnceHoweverManyPathsLeadToThem() {
        for (int i = 1; i < 40; i++) {
            loader.put("a/L" + i, OBJECT, "a/F" + (i - 1)).put("a/R" + i, OBJECT, "a/F" + (i - 1));
            loader.put("a/F" + i, OBJECT, "a/L" + i, "a/R" + i);
        }

        assertThat(match("a.Other[x]", "a/F39")).as("a.F0 is missing").isEmpty();
        assertThat(loader.reads.get()).isLessThan(200);
    }

    @Test
    void match_classThatIsItsOwnSupertypeEnds() {
        loader.put("a/A", "a/B").put("a/B", "a/A", "a/Face").put("a/Face", OBJECT);

        assertThat(match("a.Face[x]", "a/A")).containsExactly("a.Face");
    }

    @Test
    void match_proxiesOnlyByTheirOwnName() {
        loader.put("a/Face", OBJECT)
                .put("a/$Proxy7", "java/lang/reflect/Proxy", "a/Face")
                .put("a/Repo$$EnhancerBySpringCGLIB$$1f", "a/Repo")
                .put("a/Repo$$SpringCGLIB$$0", "a/Repo")
                .put("a/Repo$MockitoMock$17", "a/Repo")
                .put("a/Repo$HibernateProxy$x", "a/Repo")
                .put("a/Repo_$$_jvst1_0", "a/Repo", "javassist/util/proxy/ProxyObject")
                .put("a/Wrapped", "a/Repo", "org/springframework/aop/SpringProxy")
                .put("a/Repo$Impl", "a/Repo")
                .put("a/Repo", OBJECT, "a/Face");
        RuleMatcher matcher = matcher("a.Face[x]", null);

        for (String name : loader.files.keySet()) {
            boolean written = List.of("a/Face", "a/Repo", "a/Repo$Impl").contains(name);
            assertThat(match(matcher, loader, name)).as(name).hasSize(written ? 1 : 0);
        }
        assertThat(match("a.Face[x];a.$Proxy7[x]", "a/$Proxy7")).containsExactly("a.$Proxy7");
    }

    @Test
    void match_loadedProxiesOnlyByTheirOwnName() {
        Class<?> proxy = java.lang.reflect.Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Runnable.class}, (self, method, args) -> null)
                .getClass();

        assertThat(matcher("java.lang.Runnable[run]", null).match(proxy)).isEmpty();
        assertThat(matcher(proxy.getName() + "[run]", null).match(proxy)).hasSize(1);
    }
}
