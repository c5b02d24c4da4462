/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenarios under the agent with all their methods traced: they say and do what they do alone, and spans arrive.
 *
 * <p>Not among them is a stack overflow: spans that end where no stack is left are lost, and a line says how many.
 */
class TransparencyIT {
    private static final Duration OFTEN = Duration.ofMillis(100);

    static List<List<String>> programs() {
        return List.of(
                List.of("OneSpan"),
                List.of("Nested"),
                List.of("Overloads"),
                List.of("Subtypes"),
                List.of("Throwing"),
                List.of("Interrupted"),
                List.of("ManyThreads", "4", "100"),
                List.of("ShortThreads", "100"),
                List.of("LiveThread", "1"),
                List.of("Burst", "20000"),
                List.of("CustomLogManager", "500"),
                List.of("Finalists"),
                List.of("Redeploy", "20"),
                List.of("ExitBy", "main"),
                List.of("ExitBy", "exit3"),
                List.of("ExitBy", "uncaught"),
                List.of("ExitBy", "hook"));
    }

    /** A rule for the class and one for every class within it that has a name. */
    private static String everyClassOf(String name) {
        String[] files =
                Path.of("target/scenario-classes/com/acme/scenario").toFile().list();
        return Stream.of(files)
                .filter(file -> file.matches(name + "(\\$[A-Z]\\w*)*\\.class"))
                .map(file -> "com.acme.scenario." + file.substring(0, file.length() - ".class".length()) + "[*]")
                .sorted()
                .collect(Collectors.joining(";"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void scenario_cannotTellTheAgentIsThere(List<String> program) {
        for (TestJvm jvm : TestJvm.all()) {
            String name = program.get(0);
            String[] args = program.subList(1, program.size()).toArray(new String[0]);
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                JvmResult result = AgentJvm.scenario(jvm, name, args)
                        .agent()
                        .endpoint(receiver)
                        .interval(OFTEN)
                        .methods(everyClassOf(name))
                        .run();

                result.assertSilentBut("[*] matched nothing"); // a class without code, or with lambdas alone
                assertThat(receiver.spans()).as("%s on %s", name, jvm).isNotEmpty();
                assertThat(receiver.duplicates()).isEmpty();
            }
        }
    }

    @EachJvm
    void hostileArguments_areNotAsked(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "HostileArguments")
                    .traced(receiver, "com.acme.scenario.HostileArguments$Throwing[*]")
                    .timeout(Duration.ofSeconds(20))
                    .run()
                    .assertExit(0);

            assertThat(result.stdout()).isEqualTo("passed 9\n");
            assertThat(SpanCounts.assertNothingLost(result, receiver).exported())
                    .isEqualTo(9);
        }
    }

    @EachJvm
    void heapThatRunsFull_costsNoSpanAndNotTheExporter(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "HeapExhausted")
                    .traced(receiver, "com.acme.scenario.HeapExhausted[fill,work]")
                    .interval(Duration.ofMillis(10))
                    .jvmArgs("-Xmx48m")
                    .run()
                    .assertExit(0);

            assertThat(result.stdout()).isEqualTo("caught 5, sum 73\n");
            SpanCounts counts = SpanCounts.assertCountedOnce(result, receiver);
            assertThat(counts.exported()).isEqualTo(counts.started()).isEqualTo(55);
        }
    }

    @EachJvm
    void shop_answersAsWithoutTheAgent(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm.shop(jvm, "ShopDemo", "--requests", "18")
                    .agent()
                    .endpoint(receiver)
                    .interval(OFTEN)
                    .methods("com.acme.shop.ShopApi[answer];com.acme.shop.OrderService[place];"
                            + "com.acme.shop.Shipping[costCents];com.acme.shop.Inventory[reserve];"
                            + "com.acme.shop.Warehouse[pack];com.acme.shop.Mailer[send]")
                    .run()
                    .assertSilent();

            assertThat(receiver.spansNamed("ShopApi.answer")).hasSize(18).allMatch(ReceivedSpan::isRoot);
            assertThat(receiver.spansNamed("OrderService.place")).hasSize(8).noneMatch(ReceivedSpan::isRoot);
            assertThat(receiver.spansNamed("Inventory.reserve")).hasSize(8);
            assertThat(receiver.spansNamed("ExpressShipping.costCents")).hasSize(4);
            assertThat(receiver.spansNamed("ParcelShipping.costCents")).hasSize(4);
            assertThat(receiver.spansNamed("Warehouse.pack")).hasSize(6).allMatch(ReceivedSpan::isRoot);
            assertThat(receiver.spansNamed("Mailer.send")).hasSize(6).allMatch(ReceivedSpan::isRoot);
            assertThat(receiver.orphans()).isEmpty();
            assertThat(receiver.duplicates()).isEmpty();
        }
    }
}
