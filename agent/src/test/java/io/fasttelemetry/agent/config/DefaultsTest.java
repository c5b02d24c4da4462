/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.MethodRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    @Test
    void load_givesTheDocumentedDefaults() {
        AgentConfig config = Settings.none().config();

        assertThat(config.get(Options.ENABLED)).isTrue();
        assertThat(config.get(Options.METHODS)).isSameAs(MethodRules.NONE);
        assertThat(config.get(Options.METHODS_EXCLUDE).excludes("com.acme.Cart"))
                .isFalse();
        assertThat(config.get(Options.EXPORTER)).isEqualTo(ExporterKind.OTLP);
        assertThat(config.get(Options.ENDPOINT)).isEqualTo("http://localhost:4318/v1/traces");
        assertThat(config.get(Options.HEADERS)).isEmpty();
        assertThat(config.get(Options.TIMEOUT_MILLIS)).isEqualTo(10_000);
        assertThat(config.get(Options.COMPRESSION)).isEqualTo(Compression.GZIP);
        assertThat(config.get(Options.GZIP_THRESHOLD_BYTES)).isEqualTo(1024);
        assertThat(config.get(Options.INTERVAL_MILLIS)).isEqualTo(10_000);
        assertThat(config.get(Options.MAX_BATCH_SIZE)).isEqualTo(8192);
        assertThat(config.get(Options.CONCURRENCY)).isEqualTo(4);
        assertThat(config.earlyBatchSize()).isEqualTo(512);
        assertThat(config.get(Options.SERVICE_NAME)).isEqualTo("unknown_service:java");
        assertThat(config.get(Options.SCOPE_NAME)).isEqualTo("fast-telemetry");
        assertThat(config.get(Options.RESOURCE_ATTRIBUTES)).isEmpty();
        assertThat(config.get(Options.RETRY_BASE_MILLIS)).isEqualTo(5_000);
        assertThat(config.get(Options.RETRY_MAX_MILLIS)).isEqualTo(300_000);
        assertThat(config.get(Options.SHUTDOWN_TIMEOUT_MILLIS)).isEqualTo(3_000);
        assertThat(config.get(Options.BUFFER_BYTES)).isEqualTo(33_554_432);
        assertThat(config.get(Options.ATTRIBUTE_MAX_LENGTH)).isEqualTo(1024);
        assertThat(config.get(Options.REDACT).masks("password")).isTrue();
        assertThat(config.get(Options.MIN_DURATION_MILLIS)).isZero();
        assertThat(config.get(Options.MAX_SPANS_PER_TRACE)).isZero();
        assertThat(config.get(Options.SAMPLER)).isEqualTo(SamplerKind.PARENTBASED_ALWAYS_ON);
        assertThat(config.get(Options.SAMPLER_RATIO)).isEqualTo(1.0);
        assertThat(config.get(Options.CERTIFICATE_FILE)).isNull();
        assertThat(config.get(Options.CLIENT_CERTIFICATE_FILE)).isNull();
        assertThat(config.get(Options.CLIENT_KEY_FILE)).isNull();
        assertThat(config.get(Options.LOG_LEVEL)).isEqualTo("warn");
        assertThat(config.get(Options.LOG_FILE)).isNull();
    }

    @Test
    void load_takesEveryOwnKey() {
        AgentConfig config = Settings.property("fasttelemetry.enabled", "FALSE")
                .andProperty("fasttelemetry.methods", "com.acme.Cart[add]")
                .andProperty("fasttelemetry.methods.exclude", "com.acme.internal.*")
                .andProperty("fasttelemetry.annotations", "false")
                .andProperty("fasttelemetry.annotations.include", "com.acme.Timed")
                .andProperty("fasttelemetry.max.methods", "500")
                .andProperty("fasttelemetry.exporter", "console")
                .andProperty("fasttelemetry.endpoint", "https://c:9")
                .andProperty("fasttelemetry.headers", "a=b")
                .andProperty("fasttelemetry.timeout", "0")
                .andProperty("fasttelemetry.compression", "None")
                .andProperty("fasttelemetry.gzip.threshold", "2k")
                .andProperty("fasttelemetry.interval", "250ms")
                .andProperty("fasttelemetry.max.batch.size", "100")
                .andProperty("fasttelemetry.service.name", "shop")
                .andProperty("fasttelemetry.scope.name", "mine")
                .andProperty("fasttelemetry.resource.attributes", "x=y")
                .andProperty("fasttelemetry.retry.base", "10")
                .andProperty("fasttelemetry.retry.max", "2m")
                .andProperty("fasttelemetry.shutdown.timeout", "1s")
                .andProperty("fasttelemetry.buffer.bytes", "8 MiB")
                .andProperty("fasttelemetry.attribute.max.length", "99")
                .andProperty("fasttelemetry.redact", "IBAN, *pin")
                .andProperty("fasttelemetry.min.duration", "5ms")
                .andProperty("fasttelemetry.max.spans.per.trace", "700")
                .andProperty("fasttelemetry.sampler", "traceidratio")
                .andProperty("fasttelemetry.sampler.arg", "0.25")
                .andProperty("fasttelemetry.metrics", "none")
                .andProperty("fasttelemetry.metrics.interval", "5s")
                .andProperty("fasttelemetry.metrics.endpoint", "https://c:9/m")
                .andProperty("fasttelemetry.log.level", "Debug")
                .andProperty("fasttelemetry.log.file", "/var/log/agent.log")
                .config();

        assertThat(config)
                .hasToString("AgentConfig{enabled=false, methods=[com.acme.Cart[add], @com.acme.Timed],"
                        + " methods.exclude=[com.acme.internal.*], rules.file=none, annotations=false,"
                        + " annotations.include=[@com.acme.Timed], max.methods=500, config.file=none, exporter=CONSOLE,"
                        + " endpoint=\"https://c:9/v1/traces\", headers=[a=***], timeout=0, compression=NONE,"
                        + " gzip.threshold=2KiB, interval=250ms, max.batch.size=100, concurrency=4, service.name=shop,"
                        + " scope.name=mine,"
                        + " resource.attributes={x=y}, retry.base=10ms, retry.max=2m, shutdown.timeout=1s,"
                        + " buffer.bytes=8MiB, attribute.max.length=99, redact=iban,*pin,"
                        + " min.duration=5ms, max.spans.per.trace=700, sampler=TRACEIDRATIO,"
                        + " sampler.arg=0.25, metrics=false,"
                        + " metrics.interval=5s, metrics.endpoint=none, metrics.headers=[], metrics.certificate=none,"
                        + " metrics.client.certificate=none, metrics.client.key=none,"
                        + " certificate=none, client.certificate=none,"
                        + " client.key=none, log.level=debug, log.file=/var/log/agent.log}");
        assertThat(config.get(Options.METHODS_EXCLUDE).excludes("com.acme.internal.Foo"))
                .isTrue();
    }

    @Test
    void load_neverThrows() {
        SettingSource hostile = new SettingSource() {
            @Override
            String value(String key) {
                throw new SecurityException("no");
            }

            @Override
            Iterable<String> names() {
                throw new SecurityException("no");
            }
        };

        LoadedConfig loaded = ConfigLoader.load("interval=1s", hostile, hostile, Options.all());

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.config().get(Options.INTERVAL_MILLIS)).isEqualTo(1_000);
    }

    @Test
    void load_readsTheProcessItself() {
        System.setProperty("fasttelemetry.scope.name", "from this JVM");
        try {
            assertThat(ConfigLoader.load(null).config().get(Options.SCOPE_NAME)).isEqualTo("from this JVM");
        } finally {
            System.clearProperty("fasttelemetry.scope.name");
        }
    }

    @Test
    void load_staysOutWhenReadingItselfFails() {
        SettingSource broken = new SettingSource() {
            @Override
            String value(String key) {
                throw new LinkageError("broken");
            }

            @Override
            Iterable<String> names() {
                return List.of();
            }
        };

        LoadedConfig loaded = ConfigLoader.load(null, broken, broken, Options.all());

        assertThat(loaded.config().get(Options.ENABLED)).isFalse();
        assertThat(loaded.problems())
                .containsExactly("settings cannot be read (java.lang.LinkageError); the agent is off");
    }
}
