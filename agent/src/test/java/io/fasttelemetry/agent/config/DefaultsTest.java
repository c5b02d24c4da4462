/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefaultsTest {
    @Test
    void load_givesTheDocumentedDefaults() {
        AgentConfig config = Settings.none().config();

        assertThat(config.enabled()).isTrue();
        assertThat(config.methods()).isNull();
        assertThat(config.methodRules().isEmpty()).isTrue();
        assertThat(config.methodsExclude()).isNull();
        assertThat(config.classExcludes().excludes("com.acme.Cart")).isFalse();
        assertThat(config.exporter()).isEqualTo(ExporterKind.OTLP);
        assertThat(config.tracesUrl()).isEqualTo("http://localhost:4318/v1/traces");
        assertThat(config.headers()).isEmpty();
        assertThat(config.timeoutMillis()).isEqualTo(10_000);
        assertThat(config.compression()).isEqualTo(Compression.GZIP);
        assertThat(config.gzipThresholdBytes()).isEqualTo(1024);
        assertThat(config.intervalMillis()).isEqualTo(10_000);
        assertThat(config.maxBatchSize()).isEqualTo(512);
        assertThat(config.serviceName()).isEqualTo("unknown_service:java");
        assertThat(config.scopeName()).isEqualTo("fast-telemetry");
        assertThat(config.resourceAttributes()).isEmpty();
        assertThat(config.retryBaseMillis()).isEqualTo(5_000);
        assertThat(config.retryMaxMillis()).isEqualTo(300_000);
        assertThat(config.shutdownTimeoutMillis()).isEqualTo(3_000);
        assertThat(config.bufferBytes()).isEqualTo(33_554_432);
        assertThat(config.sampler()).isEqualTo(SamplerKind.PARENTBASED_ALWAYS_ON);
        assertThat(config.samplerRatio()).isEqualTo(1.0);
        assertThat(config.certificateFile()).isNull();
        assertThat(config.clientCertificateFile()).isNull();
        assertThat(config.clientKeyFile()).isNull();
        assertThat(config.logLevel()).isEqualTo("warn");
        assertThat(config.logFile()).isNull();
    }

    @Test
    void load_takesEveryOwnKey() {
        AgentConfig config = Settings.property("fasttelemetry.enabled", "FALSE")
                .andProperty("fasttelemetry.methods", "com.acme.Cart[add]")
                .andProperty("fasttelemetry.methods.exclude", "com.acme.internal.*")
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
                .andProperty("fasttelemetry.sampler", "traceidratio")
                .andProperty("fasttelemetry.sampler.arg", "0.25")
                .andProperty("fasttelemetry.metrics", "none")
                .andProperty("fasttelemetry.metrics.interval", "5s")
                .andProperty("fasttelemetry.metrics.endpoint", "https://c:9/m")
                .andProperty("fasttelemetry.log.level", "Debug")
                .andProperty("fasttelemetry.log.file", "/var/log/agent.log")
                .config();

        assertThat(config)
                .hasToString("AgentConfig{enabled=false, methods=[com.acme.Cart[add]],"
                        + " methodsExclude=[com.acme.internal.*], exporter=CONSOLE,"
                        + " tracesUrl=\"https://c:9/v1/traces\", headers=[a=***], timeoutMillis=0,"
                        + " compression=NONE, gzipThresholdBytes=2048,"
                        + " intervalMillis=250, maxBatchSize=100, serviceName=shop, scopeName=mine,"
                        + " resourceAttributes={x=y}, retryBaseMillis=10, retryMaxMillis=120000,"
                        + " shutdownTimeoutMillis=1000, bufferBytes=8388608, sampler=TRACEIDRATIO, samplerRatio=0.25,"
                        + " metricsUrl=null, metricsIntervalMillis=5000,"
                        + " certificateFile=null, clientCertificateFile=null, clientKeyFile=null, logLevel=debug,"
                        + " logFile=/var/log/agent.log}");
        assertThat(config.classExcludes().excludes("com.acme.internal.Foo")).isTrue();
    }

    @Test
    void load_neverThrows() {
        SettingSource hostile = new SettingSource() {
            @Override
            public String value(String key) {
                throw new SecurityException("no");
            }

            @Override
            public String nameOf(String key) {
                return key;
            }

            @Override
            public java.util.List<String> ownNames() {
                throw new SecurityException("no");
            }
        };

        LoadedConfig loaded = ConfigLoader.load("interval=1s", hostile, hostile);

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.config().intervalMillis()).isEqualTo(1_000);
    }

    @Test
    void load_readsTheProcessItself() {
        System.setProperty("fasttelemetry.scope.name", "from this JVM");
        try {
            assertThat(ConfigLoader.load(null).config().scopeName()).isEqualTo("from this JVM");
        } finally {
            System.clearProperty("fasttelemetry.scope.name");
        }
    }

    @Test
    void load_staysOutWhenReadingItselfFails() {
        SettingSource broken = new SettingSource() {
            @Override
            public String value(String key) {
                throw new LinkageError("broken");
            }

            @Override
            public String nameOf(String key) {
                return key;
            }

            @Override
            public java.util.List<String> ownNames() {
                return java.util.List.of();
            }
        };

        LoadedConfig loaded = ConfigLoader.load(null, broken, broken);

        assertThat(loaded.config().enabled()).isFalse();
        assertThat(loaded.problems())
                .containsExactly("settings cannot be read (java.lang.LinkageError); the agent is off");
    }
}
