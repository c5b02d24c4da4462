/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings as users give them, good and bad: what the receiver sees, and the one line that each mistake is worth. */
class SettingsIT {
    private static final String ONE_SPAN = "com.acme.scenario.OneSpan[work]";

    private static AgentJvm oneSpan(TestJvm jvm) {
        return AgentJvm.scenario(jvm, "OneSpan").agent().methods(ONE_SPAN);
    }

    @EachJvm
    void noRule_isOneLineThatSaysHow(TestJvm jvm) {
        JvmResult result = AgentJvm.scenario(jvm, "OneSpan").agent().run().assertExit(0);

        assertThat(result.stdout()).isEqualTo("answer 42\n");
        assertThat(result.stderr().lines().toList()).singleElement().asString().contains("-Dfasttelemetry.methods=");
    }

    /** Every variable with a value that it cannot have; each is worth one line that quotes it. */
    private static Map<String, String> garbage() {
        Map<String, String> garbage = new LinkedHashMap<>();
        garbage.put("FASTTELEMETRY_ENABLED", "jein");
        garbage.put("FASTTELEMETRY_EXPORTER", "carrier-pigeon");
        garbage.put("FASTTELEMETRY_TIMEOUT", "10x");
        garbage.put("FASTTELEMETRY_COMPRESSION", "zstd");
        garbage.put("FASTTELEMETRY_GZIP_THRESHOLD", "abc");
        garbage.put("FASTTELEMETRY_INTERVAL", "soon");
        garbage.put("FASTTELEMETRY_MAX_BATCH_SIZE", "many");
        garbage.put("FASTTELEMETRY_RESOURCE_ATTRIBUTES", "no equals sign");
        garbage.put("FASTTELEMETRY_RETRY_BASE", "5 sec");
        garbage.put("FASTTELEMETRY_RETRY_MAX", "x");
        garbage.put("FASTTELEMETRY_SHUTDOWN_TIMEOUT", "3,5s");
        garbage.put("FASTTELEMETRY_BUFFER_BYTES", "32 elephants");
        garbage.put("FASTTELEMETRY_SAMPLER", "dice");
        garbage.put("FASTTELEMETRY_LOG_LEVEL", "shouting");
        return garbage;
    }

    private static Map<String, String> garbageForAliases() {
        Map<String, String> garbage = new LinkedHashMap<>();
        garbage.put("OTEL_SDK_DISABLED", "maybe");
        garbage.put("OTEL_TRACES_EXPORTER", "zipkin");
        garbage.put("OTEL_EXPORTER_OTLP_TIMEOUT", "10 apples");
        garbage.put("OTEL_EXPORTER_OTLP_COMPRESSION", "snappy");
        garbage.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        garbage.put("OTEL_BSP_SCHEDULE_DELAY", "-5");
        garbage.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "-1");
        garbage.put("OTEL_BSP_MAX_QUEUE_SIZE", "abc");
        garbage.put("OTEL_RESOURCE_ATTRIBUTES", "a=b,broken,c=d");
        garbage.put("OTEL_TRACES_SAMPLER", "bogus");
        garbage.put("OTEL_JAVAAGENT_DEBUG", "loud");
        garbage.put("OTEL_CONFIG_FILE", "/etc/otel.yaml");
        return garbage;
    }

    private static Map<String, String> each(Map<String, String> from, String value) {
        Map<String, String> all = new LinkedHashMap<>();
        from.keySet().forEach(name -> all.put(name, value));
        return all;
    }

    private static JvmResult runWith(TestJvm jvm, OtlpReceiver receiver, Map<String, String> environment) {
        AgentJvm run = oneSpan(jvm).endpoint(receiver);
        environment.forEach(run::env);
        if (!environment.containsKey("FASTTELEMETRY_SHUTDOWN_TIMEOUT")) {
            run.property("fasttelemetry.shutdown.timeout", "30s");
        }
        JvmResult result = run.run().assertExit(0);
        assertThat(result.stdout()).isEqualTo("answer 42\n");
        assertThat(receiver.spans())
                .as("spans with %s%n%s", environment, result.stderr())
                .hasSize(1);
        return result;
    }

    private static void assertOneLineEach(JvmResult result, Map<String, String> environment) {
        environment.forEach((name, value) -> assertThat(
                        result.stderr().lines().filter(line -> line.startsWith("fast-telemetry WARN " + name + ": ")))
                .as("lines for %s in%n%s", name, result.stderr())
                .singleElement()
                .asString()
                .contains("\"" + value.strip() + "\""));
        assertThat(result.stderr().lines()).as("%s", result.stderr()).hasSize(environment.size());
    }

    @EachJvm
    void garbage_isOneLineEachAndSpansFlow(TestJvm jvm) {
        List.of(garbage(), garbageForAliases(), each(numbers(), "-1"), each(numbers(), "99999999999999999999"))
                .parallelStream()
                .forEach(environment -> {
                    try (OtlpReceiver receiver = OtlpReceiver.start()) {
                        assertOneLineEach(runWith(jvm, receiver, environment), environment);
                    }
                });
    }

    private static Map<String, String> numbers() {
        Map<String, String> numbers = new LinkedHashMap<>();
        for (String name : List.of(
                "TIMEOUT",
                "GZIP_THRESHOLD",
                "INTERVAL",
                "MAX_BATCH_SIZE",
                "RETRY_BASE",
                "RETRY_MAX",
                "SHUTDOWN_TIMEOUT",
                "BUFFER_BYTES")) {
            numbers.put("FASTTELEMETRY_" + name, "");
        }
        return numbers;
    }

    @EachJvm
    void emptyAndBlank_areNotSet(TestJvm jvm) {
        List.of("", "  ", "\t").parallelStream().forEach(value -> {
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                Map<String, String> environment = each(garbage(), value);
                environment.putAll(each(garbageForAliases(), value));
                for (String name : List.of("METHODS_EXCLUDE", "CONFIG_FILE", "HEADERS", "SERVICE_NAME", "SCOPE_NAME")) {
                    environment.put("FASTTELEMETRY_" + name, value);
                }

                assertThat(runWith(jvm, receiver, environment).stderr()).isEmpty();
                assertThat(receiver.spans().get(0).resourceAttribute("service.name"))
                        .contains("OneSpan");
            }
        });
    }

    @EachJvm
    void caseAndBlanksAround_doNotMatter(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("FASTTELEMETRY_ENABLED", " TRUE ");
            environment.put("OTEL_TRACES_EXPORTER", "OTLP");
            environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", "None");
            environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "HTTP/Protobuf");
            environment.put("OTEL_TRACES_SAMPLER", "Always_On");
            environment.put("FASTTELEMETRY_INTERVAL", " 10S ");
            environment.put("FASTTELEMETRY_LOG_LEVEL", "Warn");

            assertThat(runWith(jvm, receiver, environment).stderr()).isEmpty();
        }
    }

    @EachJvm
    void unknownKey_isOneLineWithTheNearest(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm)
                    .endpoint(receiver)
                    .property("fasttelemetry.intervall", "5s")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("\"fasttelemetry.intervall\"", "fasttelemetry.interval;");
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    @EachJvm
    void badRule_isOneLineAndTheOthersStand(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm)
                    .endpoint(receiver)
                    .methods("rubbish[[;" + ONE_SPAN)
                    .run()
                    .assertExit(0);

            assertThat(result.stderr().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("fasttelemetry.methods: ", "rubbish[[");
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    @EachJvm
    void resourceAttributes_withAnErrorAreDiscardedWhole(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            Map<String, String> malformed = Map.of("OTEL_RESOURCE_ATTRIBUTES", "a=b,broken,c=d");
            assertOneLineEach(runWith(jvm, receiver, malformed), malformed);

            ReceivedSpan span = receiver.spans().get(0);
            assertThat(span.resourceAttribute("a")).isEmpty();
            assertThat(span.resourceAttribute("c")).isEmpty();
            assertThat(span.resourceAttribute("service.name")).contains("OneSpan");
        }
    }

    @EachJvm
    void samplerArgument_outOfRangeIsOneLineAndEverything(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Burst", "300")
                    .traced(receiver, "com.acme.scenario.Burst[work]")
                    .env("OTEL_TRACES_SAMPLER", "traceidratio")
                    .env("OTEL_TRACES_SAMPLER_ARG", "2")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(
                    result, receiver, "OTEL_TRACES_SAMPLER_ARG: \"2\" is not a ratio (out of range)");
            assertThat(counts.exported()).isEqualTo(300);
            assertThat(counts.sampledOut()).isZero();
        }
    }

    @EachJvm
    void batchLargerThanTheQueue_isCutToIt(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Burst", "300")
                    .traced(receiver, "com.acme.scenario.Burst[work]")
                    .env("OTEL_BSP_MAX_QUEUE_SIZE", "50")
                    .env("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "100")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(
                    result, receiver, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE: 100 is more than OTEL_BSP_MAX_QUEUE_SIZE (50)");
            assertThat(receiver.requests())
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allMatch(request -> request.spans().size() <= 50);
        }
    }

    @EachJvm
    void property_winsOverVariableAndOwnKeyOverAlias(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm)
                    .env("FASTTELEMETRY_ENDPOINT", "http://127.0.0.1:1")
                    .endpoint(receiver)
                    .env("OTEL_SERVICE_NAME", "alias")
                    .env("FASTTELEMETRY_SERVICE_NAME", "own")
                    .env("OTEL_EXPORTER_OTLP_HEADERS", "x-from=generic")
                    .env("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "x-from=signal")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr()).isEmpty();
            ReceivedSpan span = receiver.spans().get(0);
            assertThat(span.resourceAttribute("service.name")).contains("own");
            assertThat(span.request().header("x-from")).isEqualTo("signal");
        }
    }
}
