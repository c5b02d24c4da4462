/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContradictionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"2", "-0.1", "NaN", "0x1p-1", "0.5d", "1e", "1.0000001"})
    void samplerArg_isOneWithALineIfItIsNoRatio(String value) {
        LoadedConfig loaded = Settings.env("OTEL_TRACES_SAMPLER", "traceidratio")
                .andEnv("OTEL_TRACES_SAMPLER_ARG", value)
                .load();

        assertThat(loaded.config().get(Options.SAMPLER_RATIO)).isEqualTo(1.0);
        assertThat(loaded.problems()).hasSize(1);
        assertThat(loaded.problems().get(0))
                .startsWith("OTEL_TRACES_SAMPLER_ARG: \"" + value + "\" is not a ratio")
                .endsWith("; accepted: 0.0 to 1.0; using 1.0");
    }

    @Test
    void samplerArg_isUsedByTheSamplersWithARatio() {
        for (String sampler : new String[] {"traceidratio", "PARENTBASED_TraceIdRatio"}) {
            AgentConfig config = Settings.env("OTEL_TRACES_SAMPLER", sampler)
                    .andEnv("OTEL_TRACES_SAMPLER_ARG", "2.5e-1")
                    .config();

            assertThat(config.get(Options.SAMPLER_RATIO)).isEqualTo(0.25);
            assertThat(config.get(Options.SAMPLER).takesRatio()).isTrue();
        }
    }

    @Test
    void samplerArg_hasNoEffectForTheOthersAndSaysSo() {
        LoadedConfig loaded = Settings.env("OTEL_TRACES_SAMPLER_ARG", "0.1").load();

        assertThat(loaded.config().get(Options.SAMPLER_RATIO)).isEqualTo(1.0);
        assertThat(loaded.problems())
                .containsExactly("OTEL_TRACES_SAMPLER_ARG: \"0.1\" has no effect, as the sampler is"
                        + " parentbased_always_on; accepted: with traceidratio and parentbased_traceidratio");
    }

    @Test
    void sampler_hasSixNames() {
        for (SamplerKind kind : SamplerKind.values()) {
            AgentConfig config =
                    Settings.property("otel.traces.sampler", kind.settingName()).config();

            assertThat(config.get(Options.SAMPLER)).isEqualTo(kind);
            assertThat(kind.name()).isEqualToIgnoringCase(kind.settingName());
            assertThat(kind.takesRatio()).isEqualTo(kind.settingName().endsWith("traceidratio"));
        }
    }

    @Test
    void batch_isNoMoreThanTheQueue() {
        LoadedConfig loaded = Settings.env("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "600")
                .andEnv("OTEL_BSP_MAX_QUEUE_SIZE", "400")
                .load();

        assertThat(loaded.config().get(Options.MAX_BATCH_SIZE)).isEqualTo(400);
        assertThat(loaded.problems())
                .containsExactly("OTEL_BSP_MAX_EXPORT_BATCH_SIZE: 600 is more than OTEL_BSP_MAX_QUEUE_SIZE (400);"
                        + " accepted: no more than that; using 400");
    }

    @Test
    void queue_hasNoOtherEffect() {
        AgentConfig config = Settings.env("OTEL_BSP_MAX_QUEUE_SIZE", "8192").config();

        assertThat(config).hasToString(Settings.none().config().toString());
    }

    @Test
    void queue_belowTheDefaultBatchLimitsItWithoutAMessage() {
        LoadedConfig loaded = Settings.env("OTEL_BSP_MAX_QUEUE_SIZE", "2048").load();

        assertThat(loaded.config().get(Options.MAX_BATCH_SIZE)).isEqualTo(2048);
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void retryMax_belowTheBaseGivesBothDefaults() {
        LoadedConfig loaded = Settings.property("fasttelemetry.retry.base", "2s")
                .andProperty("fasttelemetry.retry.max", "1500ms")
                .load();

        assertThat(loaded.config().get(Options.RETRY_BASE_MILLIS)).isEqualTo(5_000);
        assertThat(loaded.config().get(Options.RETRY_MAX_MILLIS)).isEqualTo(300_000);
        assertThat(loaded.problems())
                .containsExactly("fasttelemetry.retry.max: 1500ms is less than fasttelemetry.retry.base (2s); accepted:"
                        + " no less than that; using 5s and 300s");
    }

    @Test
    void clientCertificate_needsItsKey(@TempDir Path folder) throws IOException {
        String pem = Files.writeString(folder.resolve("client.pem"), "x").toString();
        LoadedConfig alone = Settings.env("OTEL_EXPORTER_OTLP_CLIENT_KEY", pem).load();
        AgentConfig both = Settings.env("OTEL_EXPORTER_OTLP_CLIENT_KEY", pem)
                .andEnv("OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", pem)
                .andEnv("OTEL_EXPORTER_OTLP_CERTIFICATE", pem)
                .config();

        assertThat(alone.config().get(Options.CLIENT_KEY_FILE)).isNull();
        assertThat(alone.problems())
                .containsExactly("OTEL_EXPORTER_OTLP_CLIENT_KEY: a client certificate and its key only work together;"
                        + " using neither");
        assertThat(both.get(Options.CLIENT_KEY_FILE)).isEqualTo(pem);
        assertThat(both.get(Options.CLIENT_CERTIFICATE_FILE)).isEqualTo(pem);
        assertThat(both.get(Options.CERTIFICATE_FILE)).isEqualTo(pem);
    }

    @Test
    void protocol_isHttpProtobufOnly() {
        assertThat(Settings.env("OTEL_EXPORTER_OTLP_PROTOCOL", "HTTP/protobuf").problems())
                .isEmpty();
        assertThat(Settings.env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc").problems())
                .containsExactly("OTEL_EXPORTER_OTLP_PROTOCOL: \"grpc\" is not a supported protocol; accepted:"
                        + " http/protobuf; using http/protobuf");
        assertThat(Settings.property("otel.exporter.otlp.traces.protocol", "http/json")
                        .andEnv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                        .problems())
                .containsExactly("otel.exporter.otlp.traces.protocol: \"http/json\" is not a supported protocol;"
                        + " accepted: http/protobuf; using http/protobuf");
    }

    @Test
    void declarativeConfigFile_isNotSupportedAndSaysWhatIs() {
        LoadedConfig loaded = Settings.env("OTEL_CONFIG_FILE", "sdk.yaml")
                .andEnv("OTEL_SERVICE_NAME", "shop")
                .load();

        assertThat(loaded.config().get(Options.SERVICE_NAME)).isEqualTo("shop");
        assertThat(loaded.problems())
                .containsExactly("OTEL_CONFIG_FILE: \"sdk.yaml\" has no effect, this setting is not supported; using"
                        + " system properties, environment variables and the properties file of"
                        + " fasttelemetry.config.file");
    }
}
