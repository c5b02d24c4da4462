/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Which methods become spans. */
class MatchingIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String IN = "com.acme.scenario.";

    /** The names of all spans, sorted, of that scenario under those rules. */
    private static List<String> names(TestJvm jvm, String scenario, String rules, String... expectedMessages) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, scenario)
                    .traced(receiver, rules)
                    .run()
                    .assertExit(0);
            SpanCounts.assertNothingLost(result, receiver, expectedMessages);
            assertThat(result.stdout())
                    .isEqualTo(AgentJvm.scenario(jvm, scenario).run().stdout());
            return receiver.spans().stream().map(ReceivedSpan::name).sorted().toList();
        }
    }

    @EachJvm
    void everyForm_namesWhatItSays(TestJvm jvm) {
        String rules = IN + "Matching$Brackets[first, third]; " + IN + "Matching$Star[*];" + IN
                + "Matching$Colons::yes;" + IN + "Matching$Whole;";

        assertThat(names(jvm, "Matching", rules))
                .containsExactly(
                        "Matching.Brackets.first",
                        "Matching.Brackets.third",
                        "Matching.Colons.yes",
                        "Matching.Colons.yes",
                        "Matching.Star.one",
                        "Matching.Star.three",
                        "Matching.Star.two",
                        "Matching.Whole.all");
    }

    @EachJvm
    void rulesOfOneClass_addUp(TestJvm jvm) {
        String rules = IN + "Matching$Brackets[first];" + IN + "Matching$Brackets::second;" + IN
                + "Matching$Whole$Nested[deep]";

        assertThat(names(jvm, "Matching", rules))
                .containsExactly("Matching.Brackets.first", "Matching.Brackets.second", "Matching.Whole.Nested.deep");
    }

    @EachJvm
    void badSegments_areSaidInOneLineEachAndTheRestStands(TestJvm jvm) {
        String rules = IN + "Matching$Brackets[first;" + IN + "Matching$Star[one];9#lives[x;" + IN
                + "Matching$Colons::no;" + IN + "Matching$Whole[]";

        List<String> names = names(
                jvm,
                "Matching",
                rules,
                "WARN fasttelemetry.methods: line 1, column 1: \"" + IN + "Matching$Brackets[first\" is not a rule",
                "\"9#lives[x\" is not a rule",
                "\"" + IN + "Matching$Whole[]\" is not a rule");

        assertThat(names).containsExactly("Matching.Colons.no", "Matching.Star.one");
    }

    @EachJvm
    void interfaceRule_coversEveryImplementationAndDefaultMethods(TestJvm jvm) {
        assertThat(names(jvm, "Subtypes", IN + "Subtypes$Shape[area,label]"))
                .containsExactly(
                        "Subtypes$1.area",
                        "Subtypes.Circle.area",
                        "Subtypes.Circle.area",
                        "Subtypes.Circle.label",
                        "Subtypes.Circle.label",
                        "Subtypes.Dot.area",
                        "Subtypes.Shape.label",
                        "Subtypes.Shape.label",
                        "Subtypes.Shape.label",
                        "Subtypes.Shape.label",
                        "Subtypes.Shape.label",
                        "Subtypes.Square.area");
    }

    @EachJvm
    void abstractClassRule_coversSubclassesAndItself(TestJvm jvm) {
        assertThat(names(jvm, "Subtypes", IN + "Subtypes$Polygon[area,corners,label]"))
                .containsExactly("Subtypes.Polygon.corners", "Subtypes.Square.area");
    }

    /** A rule is for the class as well when a supertype has one of its own. */
    @EachJvm
    void rulesOfClassAndSupertype_bothApply(TestJvm jvm) {
        assertThat(names(jvm, "Subtypes", IN + "Subtypes$Circle[label];" + IN + "Subtypes$Shape::area"))
                .containsExactly(
                        "Subtypes$1.area",
                        "Subtypes.Circle.area",
                        "Subtypes.Circle.area",
                        "Subtypes.Circle.label",
                        "Subtypes.Circle.label",
                        "Subtypes.Dot.area",
                        "Subtypes.Square.area");
    }

    @EachJvm
    void overloads_areAllCovered_staticPrivateAndSynchronizedAsWell(TestJvm jvm) {
        List<String> names = names(jvm, "Overloads", IN + "Overloads[call,fixed,hidden,locked,generic]");

        assertThat(names).filteredOn("Overloads.call"::equals).hasSize(15);
        assertThat(names)
                .filteredOn(name -> !name.equals("Overloads.call"))
                .containsExactly("Overloads.fixed", "Overloads.generic", "Overloads.hidden", "Overloads.locked");
    }

    /**
     * Each call once, though a rule with a star also meets constructors, initialisers, lambdas, accessors and bridges.
     */
    @EachJvm
    void star_leavesOutWhatNobodyWrote(TestJvm jvm) {
        String rules = IN + "Finalists[*];" + IN + "Finalists$Transformer[*];" + IN + "Finalists$Base[*];" + IN
                + "Finalists$Inner[*];" + IN + "Finalists$Operator[apply]";

        assertThat(names(jvm, "Finalists", rules))
                .containsExactly(
                        "Finalists.Base.clone",
                        "Finalists.Derived.make",
                        "Finalists.Derived.make",
                        "Finalists.Inner.secret",
                        "Finalists.Operator$1.apply",
                        "Finalists.Operator$2.apply",
                        "Finalists.Transformer.twice",
                        "Finalists.Upper.apply",
                        "Finalists.Upper.apply",
                        "Finalists.checked",
                        "Finalists.checked",
                        "Finalists.checked",
                        "Finalists.locked",
                        "Finalists.main");
    }

    @EachJvm
    void exclude_winsOverRules(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Subtypes")
                    .traced(receiver, IN + "Subtypes$Shape[area]")
                    .property("fasttelemetry.methods.exclude", IN + "Subtypes$Circle")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(receiver.spans())
                    .extracting(ReceivedSpan::name)
                    .containsExactlyInAnyOrder("Subtypes.Square.area", "Subtypes.Dot.area", "Subtypes$1.area");
        }
    }

    /** The proxy stands for a class that has a span of its own, and has another name in each run. */
    @EachJvm
    void proxies_haveNoSpan(TestJvm jvm) {
        assertThat(names(jvm, "Proxied", IN + "Proxied$Repository[find]"))
                .containsExactly("Proxied.MapRepository.find");
    }

    /** Woven code could not be linked in it: each call would end in a NoClassDefFoundError. */
    @EachJvm
    void loaderThatHidesTheRecorder_isLeftAlone(TestJvm jvm) {
        List<String> names = names(
                jvm,
                "NarrowLoader",
                IN + "NarrowLoader$Plugin[work]",
                "WARN what " + IN
                        + "NarrowLoader$Sandbox loads is left as it was: it does not find java.lang.FastTelemetry");

        assertThat(names).containsExactly("NarrowLoader.Plugin.work");
    }

    /** The superclass is known when the second subclass comes, and for the first one a little later. */
    @EachJvm
    void classesThatExistInMemoryOnly_areMatched(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "InMemory")
                        .traced(receiver, IN + "InMemory$Job[run]")
                        .start()) {
            running.awaitLine("READY", SOON);
            receiver.awaitSpans(100, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.stdout()).isEqualTo("READY\nsum 6\n");
            assertThat(receiver.spans())
                    .extracting(ReceivedSpan::name)
                    .contains("InMemory.First.run", "InMemory.Second.run")
                    .containsOnly("InMemory.First.run", "InMemory.Second.run");
        }
    }
}
