/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceLinksTest {
    @Test
    void variablesOfAService_areNotReported() {
        assertThat(Settings.env("FASTTELEMETRY_PORT", "tcp://10.0.0.7:4318")
                        .andEnv("FASTTELEMETRY_PORT_4318_TCP", "tcp://10.0.0.7:4318")
                        .andEnv("FASTTELEMETRY_PORT_4318_TCP_ADDR", "10.0.0.7")
                        .andEnv("FASTTELEMETRY_PORT_4318_TCP_PORT", "4318")
                        .andEnv("FASTTELEMETRY_PORT_4318_TCP_PROTO", "tcp")
                        .andEnv("FASTTELEMETRY_PORT_53_UDP", "udp://10.0.0.7:53")
                        .andEnv("FASTTELEMETRY_SERVICE_HOST", "10.0.0.7")
                        .andEnv("FASTTELEMETRY_SERVICE_PORT", "4318")
                        .andEnv("FASTTELEMETRY_SERVICE_PORT_OTLP_HTTP", "4318")
                        .problems())
                .isEmpty();
    }

    @Test
    void variablesOfAServiceWithALongerName_areNotReported() {
        assertThat(Settings.env("FASTTELEMETRY_COLLECTOR_PORT", "tcp://10.0.0.7:4318")
                        .andEnv("FASTTELEMETRY_COLLECTOR_SERVICE_HOST", "10.0.0.7")
                        .andEnv("FASTTELEMETRY_COLLECTOR_PORT_4318_TCP_ADDR", "10.0.0.7")
                        .andEnv("FASTTELEMETRY_LINK_NAME", "/web/fasttelemetry_link")
                        .andEnv("FASTTELEMETRY_LINK_ENV_PATH", "/bin")
                        .problems())
                .isEmpty();
    }

    @Test
    void mistakes_areReported() {
        assertThat(Settings.env("FASTTELEMETRY_PORT", "4318")
                        .andEnv("FASTTELEMETRY_EXPORT", "tcp://x")
                        .andEnv("FASTTELEMETRY_PORT_TCP", "1")
                        .andEnv("FASTTELEMETRY_PORT_4318_HTTP", "1")
                        .andEnv("FASTTELEMETRY_SERVIC_NAME", "shop")
                        .problems())
                .hasSize(5);
        assertThat(Settings.property("fasttelemetry.service.host", "10.0.0.7").problems())
                .hasSize(1);
    }

    @Test
    void realSettings_areRead() {
        assertThat(Settings.env("FASTTELEMETRY_SERVICE_NAME", "/shop").config().get(Options.SERVICE_NAME))
                .isEqualTo("/shop");
    }
}
