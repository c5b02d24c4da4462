/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.proto.TraceRequestEncoder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResourceDetectorTest {
    private static final UUID INSTANCE = UUID.randomUUID();

    private static Map<String, AnyValue> detect(AgentConfig config) throws Exception {
        TraceRequestEncoder encoder = new TraceRequestEncoder(
                ResourceDetector.detect(config, "1.2.3", INSTANCE),
                ResourceDetector.SCHEMA_URL,
                "scope",
                "1",
                ResourceDetector.SCHEMA_URL);
        Map<String, AnyValue> attributes = new LinkedHashMap<>();
        for (KeyValue attribute : ExportTraceServiceRequest.parseFrom(encoder.toByteArray())
                .getResourceSpans(0)
                .getResource()
                .getAttributesList()) {
            assertThat(attributes.put(attribute.getKey(), attribute.getValue())).isNull();
        }
        return attributes;
    }

    @Test
    void detect_serviceNameComesFirst() throws Exception {
        Map<String, AnyValue> named =
                detect(TestConfig.of("resource.attributes", "a.first=1,service.name=other", "service.name", "cart"));
        assertThat(named.keySet().iterator().next()).isEqualTo("service.name");
        assertThat(named.get("service.name").getStringValue()).isEqualTo("cart");

        Map<String, AnyValue> unnamed = detect(TestConfig.of());
        assertThat(unnamed.get("service.name").getStringValue()).isEqualTo("unknown_service:java");
    }

    @Test
    void detect_describesThisProcessAndTellsNoSecrets() throws Exception {
        Map<String, AnyValue> found = detect(TestConfig.of());

        assertThat(found.get("process.pid").getIntValue())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(found.get("process.runtime.version").getStringValue())
                .isEqualTo(System.getProperty("java.runtime.version"));
        assertThat(found.get("service.instance.id").getStringValue()).isEqualTo(INSTANCE.toString());
        assertThat(found.get("telemetry.sdk.name").getStringValue()).isEqualTo("fast-telemetry");
        assertThat(found.get("telemetry.sdk.language").getStringValue()).isEqualTo("java");
        assertThat(found.get("telemetry.sdk.version").getStringValue()).isEqualTo("1.2.3");
        assertThat(found.get("host.name").getStringValue()).isNotBlank();
        assertThat(found.keySet()).noneMatch(key -> key.contains("command"));
    }

    @Test
    void detect_whatTheUserSetWins() throws Exception {
        Map<String, AnyValue> found = detect(TestConfig.of(
                "resource.attributes", "host.name=box,deployment.environment.name=prod,service.instance.id=me"));

        assertThat(found.get("host.name").getStringValue()).isEqualTo("box");
        assertThat(found.get("service.instance.id").getStringValue()).isEqualTo("me");
        assertThat(found.get("deployment.environment.name").getStringValue()).isEqualTo("prod");
    }

    @ParameterizedTest
    @CsvSource({"x86_64,amd64", "amd64,amd64", "aarch64,arm64", "i386,x86", "s390x,s390x", "'',''"})
    void hostArch_usesTheConventionsNames(String property, String expected) {
        assertThat(ResourceDetector.hostArch(property)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"Linux,linux", "Windows Server 2022,windows", "Mac OS X,darwin", "SunOS,sunos", "z/OS,zos", "AIX,aix"})
    void osType_usesTheConventionsNames(String property, String expected) {
        assertThat(ResourceDetector.osType(property)).isEqualTo(expected);
    }
}
