/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Each form of rule in a running application: what it selects, and what the agent says about it. */
class RuleFormsIT {
    private static final String IN = "com.acme.scenario.RuleForms";

    @TempDir
    Path folder;

    private static AgentJvm scenario(TestJvm jvm, OtlpReceiver receiver, String rules) {
        return AgentJvm.scenario(jvm, "RuleForms").traced(receiver, rules);
    }

    /** The names of all spans, sorted. */
    private static List<String> names(AgentJvm agent, OtlpReceiver receiver, String... expectedMessages) {
        JvmResult result = agent.run().assertExit(0);
        SpanCounts.assertNothingLost(result, receiver, expectedMessages);
        assertThat(result.stdout()).startsWith("sum ");
        return receiver.spans().stream().map(ReceivedSpan::name).sorted().toList();
    }

    private static List<String> names(TestJvm jvm, String rules, String... expectedMessages) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            return names(
                    scenario(jvm, receiver, rules).property("fasttelemetry.annotations", "false"),
                    receiver,
                    expectedMessages);
        }
    }

    @EachJvm
    void pattern_ofAPackageLeavesOutAccessorsAndTheLike(TestJvm jvm) {
        assertThat(names(jvm, "com.acme.scenario.RuleForms$S*, !" + IN + "#main"))
                .containsExactly(
                        "RuleForms.Shelf.count",
                        "RuleForms.Shelf.later",
                        "RuleForms.Shelf.put",
                        "RuleForms.Shelf.put",
                        "RuleForms.Shelf.secret",
                        "RuleForms.Shelf.secret");
    }

    @EachJvm
    void packageWildcard_coversEveryKindOfClass(TestJvm jvm) {
        assertThat(names(jvm, "com.acme.scenario.*; !*#main; !" + IN + "$Shelf; !*$Annotated"))
                .containsExactly(
                        "RuleForms$1.price",
                        "RuleForms.Book.helper",
                        "RuleForms.Book.price",
                        "RuleForms.Clocked.whole",
                        "RuleForms.Op$1.apply",
                        "RuleForms.Priced.label",
                        "RuleForms.Priced.label");
    }

    @EachJvm
    void signature_selectsOneOverload(TestJvm jvm) {
        assertThat(names(jvm, IN + "$Shelf#put(String, int);" + IN + ".Book#price(*)"))
                .containsExactly("RuleForms.Book.price", "RuleForms.Shelf.put");
    }

    @EachJvm
    void access_selectsPrivateMethods(TestJvm jvm) {
        assertThat(names(jvm, "private " + IN + "$*"))
                .containsExactly("RuleForms.Shelf.secret", "RuleForms.Shelf.secret");
    }

    @EachJvm
    void namedMethods_areWovenWhateverTheyAre(TestJvm jvm) {
        assertThat(names(jvm, IN + "$Shelf[getSize,toString];" + IN + "$Shelf#lambda$later$*"))
                .containsExactly(
                        "RuleForms.Shelf.getSize", "RuleForms.Shelf.lambda$later$0", "RuleForms.Shelf.toString");
    }

    @EachJvm
    void interfaceRule_coversWhatTheInterfaceDeclares(TestJvm jvm) {
        assertThat(names(jvm, "+" + IN + "$Priced[*]"))
                .containsExactly(
                        "RuleForms$1.price",
                        "RuleForms.Book.price",
                        "RuleForms.Priced.label",
                        "RuleForms.Priced.label");
    }

    @EachJvm
    void enumRule_coversBodiesOfConstants(TestJvm jvm) {
        assertThat(names(jvm, IN + "$Op::apply")).containsExactly("RuleForms.Op$1.apply");
    }

    @EachJvm
    void annotation_ofMethodOrClass(TestJvm jvm) {
        assertThat(names(jvm, "@" + IN + "$Timed"))
                .containsExactly("RuleForms.Annotated.timed", "RuleForms.Clocked.whole");
        assertThat(names(jvm, "@" + IN + ".Timed *Annotated")).containsExactly("RuleForms.Annotated.timed");
    }

    @EachJvm
    void methodAlone_selectsItEverywhere(TestJvm jvm) {
        assertThat(names(jvm, "::plain")).containsExactly("RuleForms.Annotated.plain");
    }

    @EachJvm
    void withSpan_worksWithoutARuleForIt(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            assertThat(names(scenario(jvm, receiver, IN + "$Annotated::plain"), receiver))
                    .containsExactly(
                            "RuleForms.Annotated.plain", "RuleForms.Annotated.spanned", "named by its annotation");
            assertThat(receiver.spans())
                    .filteredOn(span -> span.name().startsWith("named"))
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(span.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
                        assertThat(span.attribute("code.function.name")).contains(IN + "$Annotated.named");
                    });
        }
    }

    @EachJvm
    void options_areOnTheSpan(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            String rule =
                    IN + "$Shelf#put(String){name=\"put one\", kind=producer, attr.team=shelves};" + IN + "$Shelf[put]";
            assertThat(names(scenario(jvm, receiver, rule).property("fasttelemetry.annotations", "false"), receiver))
                    .containsExactly("RuleForms.Shelf.put", "put one");
            assertThat(receiver.spans())
                    .filteredOn(span -> span.name().equals("put one"))
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(span.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_PRODUCER);
                        assertThat(span.attribute("team")).contains("shelves");
                    });
        }
    }

    @EachJvm
    void values_areTakenFromTheCall(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            String rules = IN + "$Shelf#put(*, int){attr.title=${title}, attr.copies=${1}, attr.length=${0.length},"
                    + " attr.size=${this.size}, attr.secret=${this.secret}, attr.none=${0.lenght}};" + IN
                    + "$Book[price]{attr.price=${return}, attr.password=${0}};" + IN + "$Op[apply]{attr.op=${this}}";
            String message =
                    "WARN attribute none of " + IN + "$Shelf.put is left out: java.lang.String has no accessible"
                            + " lenght; expected one of length(), ";

            assertThat(names(
                            scenario(jvm, receiver, rules).property("fasttelemetry.annotations", "false"),
                            receiver,
                            message))
                    .containsExactly("RuleForms.Book.price", "RuleForms.Op$1.apply", "RuleForms.Shelf.put");
            assertThat(attributes(
                            receiver, "RuleForms.Shelf.put", "title", "copies", "length", "size", "secret", "none"))
                    .containsExactly("b", 2L, 1L, 1L, "***", null);
            assertThat(attributes(receiver, "RuleForms.Book.price", "price", "password"))
                    .containsExactly(2L, "***");
            assertThat(attributes(receiver, "RuleForms.Op$1.apply", "op")).containsExactly("PLUS");
        }
    }

    private static List<Object> attributes(OtlpReceiver receiver, String name, String... keys) {
        ReceivedSpan span = receiver.spans().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Object> values = new ArrayList<>();
        for (String key : keys) {
            values.add(span.attribute(key).orElse(null));
        }
        return values;
    }

    /** Nothing here takes a minute, so each is left out but those with a child that is kept. */
    @EachJvm
    void limits_leaveSpansOutAndCountThem(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            String rules = IN + "$Shelf[put]{min=1m};" + IN + "$Shelf[count]{min=1m};" + IN + "$Shelf[secret];" + IN
                    + "$Book[price]{ratio=0};" + IN + "$Op[*]{min=0ms, rate=100/s}";
            JvmResult result = scenario(jvm, receiver, rules)
                    .property("fasttelemetry.annotations", "false")
                    .property("fasttelemetry.log.level", "info")
                    .run()
                    .assertExit(0);

            SpanCounts.assertBalanced(result, receiver);
            assertThat(receiver.spans())
                    .extracting(ReceivedSpan::name)
                    .containsExactlyInAnyOrder(
                            "RuleForms.Shelf.count",
                            "RuleForms.Shelf.secret",
                            "RuleForms.Shelf.secret",
                            "RuleForms.Op$1.apply");
            assertThat(result.stderr()).contains("sampled out 3 (sampler 0, too_short 2, ratio 1, rate 0");
        }
    }

    @EachJvm
    void minDuration_isForAllRules(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = scenario(jvm, receiver, IN + "$Shelf[put];" + IN + "$Book[price]{min=0ms}")
                    .property("fasttelemetry.annotations", "false")
                    .property("fasttelemetry.min.duration", "1m")
                    .run()
                    .assertExit(0);

            SpanCounts.assertBalanced(result, receiver);
            assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactly("RuleForms.Book.price");
        }
    }

    @EachJvm
    void file_isAddedToTheRulesAndItsMistakesAreReported(TestJvm jvm) throws IOException {
        Path file = Files.writeString(
                folder.resolve("rules.txt"),
                "# comment\n" + IN + "$Book[price]  # and why\n\n" + IN + "$Shelf[put\n!" + IN + "$Book#helper\n");
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm agent = scenario(jvm, receiver, IN + "$Book[helper];" + IN + "$Op[*]")
                    .property("fasttelemetry.annotations", "false")
                    .property("fasttelemetry.rules.file", file.toString());
            String message = "WARN fasttelemetry.rules.file: " + file + ": line 4, column 1: \"" + IN
                    + "$Shelf[put\" is not a rule (the brackets do not match: expected [ before ]); nearest: " + IN
                    + "$Shelf[put]";

            assertThat(names(agent, receiver, message)).containsExactly("RuleForms.Book.price", "RuleForms.Op$1.apply");
        }
    }

    @EachJvm
    void rulesThatMatchNothing_areReportedWithTheNearest(TestJvm jvm) {
        assertThat(names(
                        jvm,
                        IN + "$Shelf[puts];" + IN + "$Bock[price];" + IN + "$Book[price]",
                        "WARN rule " + IN + "$Shelf[puts]: no method of " + IN
                                + "$Shelf is called puts; did you mean put?",
                        "WARN rule " + IN + "$Bock[price] matched nothing: no class " + IN
                                + "$Bock was loaded; did you mean " + IN + "$Book?"))
                .containsExactly("RuleForms.Book.price");
    }

    @EachJvm
    void matches_areCountedAtLevelInfoAndStopAtTheMax(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = scenario(jvm, receiver, IN + "$Shelf")
                    .property("fasttelemetry.annotations", "false")
                    .property("fasttelemetry.max.methods", "3")
                    .property("fasttelemetry.log.level", "info")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr())
                    .contains("WARN rule " + IN + "$Shelf has matched 3 methods, as many as fasttelemetry.max.methods")
                    .contains("INFO rule " + IN + "$Shelf matched 3 methods of 1 class");
        }
    }
}
