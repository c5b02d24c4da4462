/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application's exceptions cost it: neither its memory nor its time, whatever they hold and do. */
class HeldExceptionsIT {
    private static final String FAIL = "com.acme.scenario.OwnMessages[fail,called]";

    @ParameterizedTest
    @CsvSource({
        "-XX:+UseSerialGC, payload, 300",
        "-XX:+UseG1GC, payload, 300",
        "-XX:+UseSerialGC, traces, 2000",
        "-XX:+UseG1GC, messages, 2000"
    })
    void manyExceptions_doNotFillTheHeap(String collector, String kind, int count) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(TestJvm.any(), "HeavyExceptions", kind, "" + count, "flat")
                    .jvmArgs("-Xmx32m", collector)
                    .traced(receiver, "com.acme.scenario.HeavyExceptions[fail]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.stdout()).startsWith("handled " + count + " of ");
            assertThat(receiver.spansNamed("HeavyExceptions.fail"))
                    .hasSize(count)
                    .allMatch(ReceivedSpan::isError);
        }
    }

    @ParameterizedTest
    @CsvSource({"payload, 300", "messages, 3000"})
    void manyExceptions_doNotFillTheHeapOfTheConsole(String kind, int count) {
        JvmResult result = AgentJvm.scenario(TestJvm.any(), "HeavyExceptions", kind, "" + count, "inside")
                .jvmArgs("-Xmx32m", "-XX:+UseSerialGC")
                .agent()
                .methods("com.acme.scenario.HeavyExceptions[around,fail]")
                .property("fasttelemetry.exporter", "console")
                .property("fasttelemetry.log.level", "info")
                .run()
                .assertExit(0);

        assertThat(result.stderr()).contains("started " + (count + 1) + " spans: exported " + (count + 1) + ",");
        long printed = result.stdout()
                .lines()
                .filter(line -> line.matches(" *HeavyExceptions\\.(fail|around)  .*"))
                .count();
        long cut = result.stdout()
                .lines()
                .filter(line -> line.endsWith(" more spans"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        assertThat(printed).isGreaterThan(100);
        assertThat(printed + cut).isEqualTo(count + 1);
    }

    private static JvmResult run(OtlpReceiver receiver, String kind) {
        JvmResult result = AgentJvm.scenario(TestJvm.any(), "OwnMessages", kind)
                .traced(receiver, FAIL)
                .run()
                .assertExit(0);
        SpanCounts.assertNothingLost(result, receiver);
        return result;
    }

    private static List<String> messages(OtlpReceiver receiver) {
        return receiver.spansNamed("OwnMessages.fail").stream()
                .map(span -> span.span().getStatus().getMessage())
                .toList();
    }

    @EachJvm
    void oneExceptionThrownThrice_hasTheMessageOfEachTime(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OwnMessages", "reused")
                    .traced(receiver, FAIL)
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(messages(receiver)).containsExactlyInAnyOrder("first", "second", "third");
            assertThat(receiver.spansNamed("OwnMessages.fail"))
                    .extracting(span -> span.eventAttribute("exception.stacktrace"))
                    .filteredOn(trace -> trace != null)
                    .singleElement()
                    .asString()
                    .startsWith("com.acme.scenario.OwnMessages$Reused: first\n\tat ");
        }
    }

    @EachJvm
    void getMessageThatNeverReturns_holdsNobodyUp(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OwnMessages", "sleeping")
                    .traced(receiver, FAIL)
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(messages(receiver)).hasSize(9).containsOnly("given");
        }
    }

    @ParameterizedTest
    @CsvSource({"kinds, 18", "locking, 9"})
    void hostileMethods_costTextsAndNoSpans(String kind, int count) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            run(receiver, kind);

            assertThat(receiver.spansNamed("OwnMessages.fail")).hasSize(count).allMatch(ReceivedSpan::isError);
        }
    }

    @ParameterizedTest
    @CsvSource({"tracing, 9", "interrupted, 1"})
    void getMessageThatIsTraced_makesNoSpans(String kind, int count) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = run(receiver, kind);

            assertThat(receiver.spansNamed("OwnMessages.called")).isEmpty();
            assertThat(messages(receiver)).hasSize(count).containsOnly("traced");
            if (kind.equals("interrupted")) {
                assertThat(result.stdout()).contains("interrupted true\n");
            }
        }
    }
}
