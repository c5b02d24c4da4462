/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.UUID;

/** What a span, its scope and its resource say. */
class ContentIT {
    /** How far a timestamp may be from the wall clock. */
    private static final long TOLERANCE_NANOS = 10_000_000L;

    private static AgentJvm oneSpan(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OneSpan").traced(receiver, "com.acme.scenario.OneSpan[work]");
    }

    private static ReceivedSpan theSpan(AgentJvm setup, OtlpReceiver receiver) {
        SpanCounts.assertNothingLost(setup.run().assertExit(0), receiver);
        assertThat(receiver.spans()).hasSize(1);
        return receiver.spanNamed("OneSpan.work");
    }

    @EachJvm
    void root_hasIdsFlagsKindAndNoStatus(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            ReceivedSpan root = theSpan(oneSpan(jvm, receiver), receiver);

            assertThat(root.traceId()).hasSize(32).isNotEqualTo("0".repeat(32));
            assertThat(root.spanId()).hasSize(16).isNotEqualTo("0".repeat(16));
            assertThat(root.parentSpanId()).isEmpty();
            assertThat(root.span().getFlags()).isEqualTo(0x103);
            assertThat(root.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
            assertThat(root.span().getTraceState()).isEmpty();
            assertThat(root.span().hasStatus()).isFalse();
            assertThat(root.span().getEventsList()).isEmpty();
            assertThat(root.span().getLinksList()).isEmpty();
        }
    }

    @EachJvm
    void child_hasTheFlagsOfItsRoot(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Nested")
                    .traced(receiver, "com.acme.scenario.Nested[outer,middle,inner]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(receiver.spans())
                    .hasSize(10)
                    .allMatch(span -> span.span().getFlags() == 0x103)
                    .allMatch(span -> span.span().getKind() == Span.SpanKind.SPAN_KIND_INTERNAL);
        }
    }

    @EachJvm
    void attributes_nameFunctionAndThread(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Clocked", "1")
                    .traced(receiver, "com.acme.scenario.Clocked[work]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            ReceivedSpan span = receiver.spanNamed("Clocked.work");
            assertThat(span.attribute("code.function.name")).contains("com.acme.scenario.Clocked.work");
            assertThat(span.attribute("thread.id")).contains(number(result, "thread"));
            assertThat(span.attribute("thread.name")).contains("clock watcher");
            assertThat(span.span().getAttributesCount()).isEqualTo(3);
        }
    }

    @EachJvm
    void times_areThoseOfTheWallClock(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Clocked", "60")
                    .traced(receiver, "com.acme.scenario.Clocked[work]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            Span span = receiver.spanNamed("Clocked.work").span();
            assertThat(span.getStartTimeUnixNano())
                    .isBetween(number(result, "before") - TOLERANCE_NANOS, span.getEndTimeUnixNano() - 59_000_000L);
            assertThat(span.getEndTimeUnixNano()).isLessThan(number(result, "after") + TOLERANCE_NANOS);
            assertThat(receiver.requests().get(0).receivedEpochMillis() * 1_000_000L)
                    .isGreaterThan(span.getEndTimeUnixNano() - TOLERANCE_NANOS);
        }
    }

    private static long number(JvmResult result, String word) {
        String line = result.lines().stream()
                .filter(candidate -> candidate.startsWith(word + " "))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.substring(word.length() + 1));
    }

    @EachJvm
    void resource_describesServiceAndProcess(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            ReceivedSpan span = theSpan(oneSpan(jvm, receiver), receiver);

            assertThat(span.request().resourceKeys()).first().isEqualTo("service.name");
            assertThat(span.request().resourceKeys()).doesNotHaveDuplicates();
            assertThat(span.resourceAttribute("service.name")).contains("OneSpan");
            assertThat(span.resourceAttribute("telemetry.sdk.name")).contains("fast-telemetry");
            assertThat(span.resourceAttribute("telemetry.sdk.language")).contains("java");
            assertThat(span.resourceAttribute("telemetry.sdk.version"))
                    .isPresent()
                    .isEqualTo(span.resourceAttribute("telemetry.distro.version"));
            assertThat(span.resourceAttribute("telemetry.distro.name")).contains("fast-telemetry-agent");
            assertThat(span.resourceAttribute("process.runtime.version"))
                    .hasValueSatisfying(
                            version -> assertThat(version.toString()).startsWith(Integer.toString(jvm.feature())));
            assertThat(span.resourceAttribute("process.pid")).isPresent();
            assertThat(span.resourceAttribute("os.type")).isPresent();
            assertThat(span.resourceAttribute("host.arch")).isPresent();
        }
    }

    /** The command line often holds secrets. */
    @EachJvm
    void resource_leavesTheCommandLineOut(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm setup = oneSpan(jvm, receiver).property("password", "hunter2");
            ReceivedSpan span = theSpan(setup, receiver);

            assertThat(span.request().resourceKeys())
                    .noneMatch(key -> key.startsWith("process.command"))
                    .doesNotContain("process.executable.path");
            assertThat(span.request().message().toString()).doesNotContain("hunter2");
        }
    }

    @EachJvm
    void instanceId_isAnotherInEveryProcess(TestJvm jvm) {
        try (OtlpReceiver first = OtlpReceiver.start();
                OtlpReceiver second = OtlpReceiver.start()) {
            ReceivedSpan one = theSpan(oneSpan(jvm, first), first);
            ReceivedSpan other = theSpan(oneSpan(jvm, second), second);

            UUID oneId = UUID.fromString(
                    (String) one.resourceAttribute("service.instance.id").orElseThrow());
            UUID otherId = UUID.fromString(
                    (String) other.resourceAttribute("service.instance.id").orElseThrow());
            assertThat(oneId).isNotEqualTo(otherId);
            assertThat(oneId.version()).isEqualTo(4);
            assertThat(one.traceId()).isNotEqualTo(other.traceId());
            assertThat(one.spanId()).isNotEqualTo(other.spanId());
        }
    }

    @EachJvm
    void scopeAndSchema_areThereByDefault(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            ReceivedSpan span = theSpan(oneSpan(jvm, receiver), receiver);

            assertThat(span.scope().getName()).isEqualTo("fast-telemetry");
            assertThat(span.resourceAttribute("telemetry.sdk.version"))
                    .contains(span.scope().getVersion());
            ResourceSpans resource = span.request().message().getResourceSpans(0);
            ScopeSpans scope = resource.getScopeSpans(0);
            assertThat(resource.getSchemaUrl()).startsWith("https://opentelemetry.io/schemas/1.");
            assertThat(scope.getSchemaUrl()).isEqualTo(resource.getSchemaUrl());
            assertThat(span.request().message().getResourceSpansCount()).isEqualTo(1);
            assertThat(resource.getScopeSpansCount()).isEqualTo(1);
        }
    }

    @EachJvm
    void settings_nameServiceScopeAndMore(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm setup = oneSpan(jvm, receiver)
                    .property("fasttelemetry.service.name", "b\u00fccher")
                    .property("fasttelemetry.scope.name", "com.acme.shop")
                    .property("file.encoding", "UTF-8")
                    .env("LC_ALL", "C.UTF-8")
                    .env("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test,host.name=me,service.name=no");
            ReceivedSpan span = theSpan(setup, receiver);

            assertThat(span.scope().getName()).isEqualTo("com.acme.shop");
            assertThat(span.request().resourceKeys()).first().isEqualTo("service.name");
            assertThat(span.request().resourceKeys()).doesNotHaveDuplicates();
            assertThat(span.resourceAttribute("service.name")).contains("b\u00fccher");
            assertThat(span.resourceAttribute("deployment.environment.name")).contains("test");
            assertThat(span.resourceAttribute("host.name")).contains("me");
        }
    }
}
