/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Which methods become spans. */
class MatchingIT {
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
                        "Brackets.first",
                        "Brackets.third",
                        "Colons.yes",
                        "Colons.yes",
                        "Star.one",
                        "Star.three",
                        "Star.two",
                        "Whole.all");
    }

    @EachJvm
    void rulesOfOneClass_addUp(TestJvm jvm) {
        String rules = IN + "Matching$Brackets[first];" + IN + "Matching$Brackets::second;" + IN
                + "Matching$Whole$Nested[deep]";

        assertThat(names(jvm, "Matching", rules)).containsExactly("Brackets.first", "Brackets.second", "Nested.deep");
    }

    @EachJvm
    void badSegments_areSaidInOneLineEachAndTheRestStands(TestJvm jvm) {
        String rules = IN + "Matching$Brackets[first;" + IN + "Matching$Star[one];9#lives[x];" + IN
                + "Matching$Colons::no;" + IN + "Matching$Whole[]";

        List<String> names = names(
                jvm,
                "Matching",
                rules,
                "WARN fasttelemetry.methods: segment 1 \"" + IN + "Matching$Brackets[first\" is not a rule",
                "WARN fasttelemetry.methods: segment 3 \"9#lives[x]\" is not a rule",
                "WARN fasttelemetry.methods: segment 5 \"" + IN + "Matching$Whole[]\" is not a rule");

        assertThat(names).containsExactly("Colons.no", "Star.one");
    }

    @EachJvm
    void interfaceRule_coversEveryImplementationAndDefaultMethods(TestJvm jvm) {
        assertThat(names(jvm, "Subtypes", IN + "Subtypes$Shape[area,label]"))
                .containsExactly(
                        "Circle.area",
                        "Circle.area",
                        "Circle.label",
                        "Circle.label",
                        "Dot.area",
                        "Shape.label",
                        "Shape.label",
                        "Shape.label",
                        "Shape.label",
                        "Shape.label",
                        "Square.area",
                        "Subtypes$1.area");
    }

    @EachJvm
    void abstractClassRule_coversSubclassesAndItself(TestJvm jvm) {
        assertThat(names(jvm, "Subtypes", IN + "Subtypes$Polygon[area,corners,label]"))
                .containsExactly("Polygon.corners", "Square.area");
    }

    /** A rule is for the class as well when a supertype has one of its own. */
    @EachJvm
    void rulesOfClassAndSupertype_bothApply(TestJvm jvm) {
        assertThat(names(jvm, "Subtypes", IN + "Subtypes$Circle[label];" + IN + "Subtypes$Shape::area"))
                .containsExactly(
                        "Circle.area",
                        "Circle.area",
                        "Circle.label",
                        "Circle.label",
                        "Dot.area",
                        "Square.area",
                        "Subtypes$1.area");
    }

    @EachJvm
    void overloads_areAllCovered_staticPrivateAndSynchronizedAsWell(TestJvm jvm) {
        List<String> names = names(jvm, "Overloads", IN + "Overloads[call,fixed,hidden,locked,generic]");

        assertThat(names).filteredOn("Overloads.call"::equals).hasSize(15);
        assertThat(names)
                .filteredOn(name -> !name.equals("Overloads.call"))
                .containsExactly("Overloads.fixed", "Overloads.generic", "Overloads.hidden", "Overloads.locked");
    }

    /** Each call once, though a rule with a star also meets constructors, initialisers, lambdas, accessors and bridges. */
    @EachJvm
    void star_leavesOutWhatNobodyWrote(TestJvm jvm) {
        String rules = IN + "Finalists[*];" + IN + "Finalists$Transformer[*];" + IN + "Finalists$Base[*];" + IN
                + "Finalists$Inner[*];" + IN + "Finalists$Operator[apply]";

        assertThat(names(jvm, "Finalists", rules))
                .containsExactly(
                        "Base.clone",
                        "Derived.make",
                        "Derived.make",
                        "Finalists$Operator$1.apply",
                        "Finalists$Operator$2.apply",
                        "Finalists.checked",
                        "Finalists.checked",
                        "Finalists.checked",
                        "Finalists.equals",
                        "Finalists.hashCode",
                        "Finalists.locked",
                        "Finalists.main",
                        "Finalists.toString",
                        "Inner.secret",
                        "Transformer.twice",
                        "Upper.apply",
                        "Upper.apply");
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
                    .containsExactlyInAnyOrder("Square.area", "Dot.area", "Subtypes$1.area");
        }
    }
}
