/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of rules in woven code: which spans are kept. */
final class WovenOptionsTest {
    private static final String SOURCE = """
            package com.acme.limits;
            class Work {
                public static void outer(boolean fails) throws Exception { inner(fails); }
                static void inner(boolean fails) throws Exception { if (fails) { throw new Exception("x"); } }
                public static void many() throws Exception { for (int i = 0; i < 50; i++) { inner(false); } }
            }
            """;
    private static final String WORK = "com.acme.limits.Work";

    @TempDir
    Path folder;

    private List<String> functions(String rules, long minNanos, String method, Object... arguments) throws Exception {
        byte[] plain = CompiledClasses.of(folder, SOURCE).file(WORK.replace('.', '/'));
        Weaver weaver = Woven.weaver(minNanos);
        byte[] woven = weaver.weave(WORK, plain, Woven.rules(rules), (type, name) -> false);
        assertThat(Woven.problems(woven, getClass().getClassLoader())).isEmpty();
        Class<?> type = new Woven().put(WORK, woven).loadClass(WORK);
        RecordedSpans run = RecordedSpans.of(() -> {
            for (var each : type.getDeclaredMethods()) {
                if (each.getName().equals(method)) {
                    each.setAccessible(true);
                    each.invoke(null, arguments);
                }
            }
            return null;
        });
        return run.functions().stream()
                .map(name -> name.substring(WORK.length() + 1))
                .toList();
    }

    @Test
    void min_leavesOutWhatIsShorter() throws Exception {
        assertThat(functions(WORK + "[inner]{min=1m}; " + WORK + "[outer]", 0, "outer", false))
                .containsExactly("outer");
        assertThat(functions(WORK + "[inner]{min=0ms}; " + WORK + "[outer]", 0, "outer", false))
                .containsExactly("inner", "outer");
    }

    @Test
    void min_keepsWhatFailed() throws Exception {
        assertThat(functions(WORK + "[inner,outer]{min=1m}", 0, "outer", true)).containsExactly("inner", "outer");
    }

    @Test
    void min_keepsParentsOfWhatIsKept() throws Exception {
        assertThat(functions(WORK + "[outer]{min=1m}; " + WORK + "[inner]", 0, "outer", false))
                .containsExactly("inner", "outer");
    }

    @Test
    void minForAll_isForRulesWithoutAMin() throws Exception {
        long minute = 60_000_000_000L;
        assertThat(functions(WORK + "[inner,outer]", minute, "outer", false)).isEmpty();
        assertThat(functions(WORK + "[inner]; " + WORK + "[outer]{min=0ms}", minute, "outer", false))
                .containsExactly("outer");
        assertThat(functions(WORK + "[inner]{ratio=1}; " + WORK + "[outer]{min=0ms}", minute, "outer", false))
                .containsExactly("outer");
    }

    @Test
    void ratio_leavesOutAllAtZero() throws Exception {
        assertThat(functions(WORK + "[inner]{ratio=0}; " + WORK + "[many]", 0, "many"))
                .containsExactly("many");
        assertThat(functions(WORK + "[inner]{ratio=1.0}; " + WORK + "[many]", 0, "many"))
                .hasSize(51);
    }

    /** One second's spans may come at once, and the limit itself is made a moment before. */
    @Test
    void rate_isThatOfTheRule() throws Exception {
        List<String> functions = functions(WORK + "[inner]{rate=1/s}; " + WORK + "[many]", 0, "many");

        assertThat(functions).contains("inner", "many").hasSizeLessThan(51);
    }

    @Test
    void limits_ofTheRootAreForTheWholeTrace() throws Exception {
        assertThat(functions(WORK + "[inner]; " + WORK + "[many]{ratio=0}", 0, "many"))
                .isEmpty();
    }
}
