/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.Quoted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final String BASE = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String SIGNAL = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final String OWN = "FASTTELEMETRY_ENDPOINT";

    @ParameterizedTest
    @CsvSource({
        "http://c:4318,                 http://c:4318/v1/traces",
        "http://c:4318/,                http://c:4318/v1/traces",
        "http://c:4318/mycollector,     http://c:4318/mycollector/v1/traces",
        "http://c:4318/mycollector/,    http://c:4318/mycollector/v1/traces",
        "http://c:4318/v1/traces,       http://c:4318/v1/traces/v1/traces",
        "http://c,                      http://c/v1/traces",
        "https://c/,                    https://c/v1/traces",
        "http://c:,                     http://c/v1/traces",
        "HTTPS://C.example:4318,        https://C.example:4318/v1/traces",
        "http://[::1]:4318,             http://[::1]:4318/v1/traces",
        "http://[2001:db8::a:1]/x,      http://[2001:db8::a:1]/x/v1/traces",
        "http://[::ffff:10.0.0.1]:1/,   http://[::ffff:10.0.0.1]:1/v1/traces",
        "http://10.0.0.1:65535,         http://10.0.0.1:65535/v1/traces",
        "http://my_host-1:1,            http://my_host-1:1/v1/traces",
        "http://c:4318/x?k=v&l=/,       http://c:4318/x/v1/traces?k=v&l=/",
        "http://c?k=v,                  http://c/v1/traces?k=v",
        "http://c/x#part,               http://c/x/v1/traces",
        "http://c/a%20b;c@d,            http://c/a%20b;c@d/v1/traces",
    })
    void base_getsThePathAppended(String value, String url) {
        assertThat(Settings.env(BASE, value).config().get(Options.ENDPOINT)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://c:4318,                 http://c:4318/",
        "http://c:4318/,                http://c:4318/",
        "http://c:4318/v1/traces,       http://c:4318/v1/traces",
        "http://c:4318/v1/traces/,      http://c:4318/v1/traces/",
        "http://c:4318/any/where,       http://c:4318/any/where",
        "https://c,                     https://c/",
        "http://[::1],                  http://[::1]/",
        "http://c?k=v,                  http://c/?k=v",
        "http://c/x?k=v#part,           http://c/x?k=v",
    })
    void signalSpecific_isUsedAsItIs(String value, String url) {
        assertThat(Settings.env(SIGNAL, value).config().get(Options.ENDPOINT)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://c:4318,                 http://c:4318/v1/traces",
        "http://c:4318///,              http://c:4318/v1/traces",
        "http://c:4318/x/,              http://c:4318/x/v1/traces",
        "http://c:4318/v1/traces,       http://c:4318/v1/traces",
        "http://c:4318/v1/traces/,      http://c:4318/v1/traces",
        "http://c:4318/x/v1/traces?k=v, http://c:4318/x/v1/traces?k=v",
        "http://c:4318/xv1/traces,      http://c:4318/xv1/traces/v1/traces",
    })
    void ownKey_takesABaseOrTheWholeUrl(String value, String url) {
        assertThat(Settings.env(OWN, value).config().get(Options.ENDPOINT)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:4318           | it does not begin with http:// or https://",
                "grpc://c:4318            | it does not begin with http:// or https://",
                "http:/c                  | it does not begin with http:// or https://",
                "://c                     | it does not begin with http:// or https://",
                "http://                  | it has no host",
                "http:///v1/traces        | it has no host",
                "http://:4318             | it has no host",
                "http://c:0               | the port is not a number from 1 to 65535",
                "http://c:65536           | the port is not a number from 1 to 65535",
                "http://c:99999999999999999999 | the port is not a number from 1 to 65535",
                "http://c:port            | the port is not a number from 1 to 65535",
                "http://c:-1              | the port is not a number from 1 to 65535",
                "http://[::1]4318         | the port is not a number from 1 to 65535",
                "http://::1:4318          | an IPv6 address needs brackets",
                "http://[::1              | the host is not a name or an address",
                "http://[]                | the host is not a name or an address",
                "http://[1:2]             | the host is not a name or an address",
                "http://[::1::]           | the host is not a name or an address",
                "http://[1:2:3:4:5:6:7:8:9] | the host is not a name or an address",
                "http://[::12345]         | the host is not a name or an address",
                "http://[::g]             | the host is not a name or an address",
                "http://[::1.2.3.256]     | the host is not a name or an address",
                "http://[fe80::1%eth0]    | the host is not a name or an address",
                "http://a b               | it has a blank, a backslash or a control character",
                "http://c\\v1             | it has a blank, a backslash or a control character",
                "http://c<d               | the host is not a name or an address",
                "http://.c                | the host is not a name or an address",
                "http://a..b              | the host is not a name or an address",
            })
    void badUrl_givesOneLineAndTheDefault(String value, String reason) {
        for (String name : new String[] {BASE, SIGNAL, OWN}) {
            LoadedConfig loaded = Settings.env(name, value).load();

            String expected = name + ": " + Quoted.of(value) + " is not a URL (" + reason
                    + "); accepted: http://host:port or https://host:port, with or without a path; using"
                    + " http://localhost:4318";
            assertThat(loaded.problems()).containsExactly(name.equals(SIGNAL) ? expected + "/v1/traces" : expected);
            assertThat(loaded.config().get(Options.ENDPOINT)).isEqualTo("http://localhost:4318/v1/traces");
        }
    }

    @Test
    void userAndPassword_areCutOffWithALine() {
        LoadedConfig loaded =
                Settings.env(BASE, "http://user:s3cr@et@c:4318/x?key=t0ken").load();

        assertThat(loaded.config().get(Options.ENDPOINT)).isEqualTo("http://c:4318/x/v1/traces?key=t0ken");
        assertThat(loaded.problems())
                .containsExactly(BASE + ": the user and password in \"http://***@c:4318/x?***\" are not sent;"
                        + " accepted: the header authorization in fasttelemetry.headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "htp://user:s3cret@c:4318",
                "user:s3cret@c",
                "http://user:s3cret/x@c:4318",
                "http://user:s3cret?x@c:4318",
                "http://user:s3cret#@c",
                "http://c:x?key=s3cret",
            })
    void badUrl_neverShowsSecrets(String value) {
        LoadedConfig loaded = Settings.env(SIGNAL, value).load();

        assertThat(loaded.problems()).hasSize(1);
        assertThat(loaded.problems().get(0)).contains("***").doesNotContain("s3cret");
        assertThat(loaded.config().toString()).doesNotContain("s3cret");
    }

    @Test
    void query_isNotInMessages() {
        AgentConfig config = Settings.env(SIGNAL, "http://c/x?key=s3cret").config();

        assertThat(config.get(Options.ENDPOINT)).isEqualTo("http://c/x?key=s3cret");
        assertThat(config.tracesUrlForMessages()).isEqualTo("\"http://c/x?***\"");
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void grpcPort_givesAHintAndIsUsed() {
        LoadedConfig loaded = Settings.env(BASE, "http://c:4317").load();

        assertThat(loaded.config().get(Options.ENDPOINT)).isEqualTo("http://c:4317/v1/traces");
        assertThat(loaded.problems())
                .containsExactly(BASE + ": port 4317 of \"http://c:4317\" is usually for gRPC; accepted: the receiver's"
                        + " OTLP/HTTP port, usually 4318");
    }
}
