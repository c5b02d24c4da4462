/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/** Where requests go, and the headers that users give them. */
class EndpointIT {
    private static final String ONE_SPAN = "com.acme.scenario.OneSpan[work]";
    private static final int DEFAULT_PORT = 4318;

    private static AgentJvm oneSpan(TestJvm jvm) {
        return AgentJvm.scenario(jvm, "OneSpan")
                .agent()
                .methods(ONE_SPAN)
                .property("fasttelemetry.shutdown.timeout", "30s");
    }

    /** The port belongs to the machine: whoever holds it now may let it go. */
    private static OtlpReceiver startAtTheDefaultPort() {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return OtlpReceiver.startAt(DEFAULT_PORT);
            } catch (AssertionError taken) {
                assumeTrue(System.nanoTime() < deadlineNanos, "port " + DEFAULT_PORT + " is taken");
                Thread.onSpinWait();
            }
        }
    }

    @EachJvm
    void badEndpoint_isOneLineAndTheDefault(TestJvm jvm) {
        try (OtlpReceiver receiver = startAtTheDefaultPort()) {
            JvmResult silent = oneSpan(jvm).run().assertExit(0);
            assertThat(silent.stderr()).isEmpty();
            int expected = 1;
            for (String bad : List.of("localhost:4318", "ftp://localhost", "http://", "http://h:99999", "http://a b")) {
                JvmResult result = oneSpan(jvm)
                        .property("fasttelemetry.endpoint", bad)
                        .run()
                        .assertExit(0);

                assertThat(result.stdout()).isEqualTo("answer 42\n");
                assertThat(result.stderr().lines().toList())
                        .singleElement()
                        .asString()
                        .contains("fasttelemetry.endpoint: \"" + bad, "is not a URL", "http://localhost:4318");
                expected++;
                assertThat(receiver.spans()).hasSize(expected);
            }
            assertThat(receiver.requests()).allMatch(request -> request.path().equals("/v1/traces"));
        }
    }

    /** A setting, its value with HERE for host and port, and the request target it leads to. */
    private record Endpoint(String name, String value, String target) {}

    private static final String OWN = "FASTTELEMETRY_ENDPOINT";
    private static final String BASE = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String SIGNAL = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    @EachJvm
    void endpoint_leadsToTheSpecifiedRequest(TestJvm jvm) {
        List.of(
                        new Endpoint(OWN, "http://HERE", "/v1/traces"),
                        new Endpoint(OWN, "http://HERE/", "/v1/traces"),
                        new Endpoint(OWN, "http://HERE/v1/traces", "/v1/traces"),
                        new Endpoint(OWN, "http://HERE/tenant/", "/tenant/v1/traces"),
                        new Endpoint(BASE, "http://HERE", "/v1/traces"),
                        new Endpoint(BASE, "HTTP://HERE/", "/v1/traces"),
                        new Endpoint(BASE, "http://HERE/tenant", "/tenant/v1/traces"),
                        new Endpoint(BASE, "http://HERE/tenant/", "/tenant/v1/traces"),
                        new Endpoint(BASE, "http://HERE?key=1", "/v1/traces?key=1"),
                        new Endpoint(SIGNAL, "http://HERE", "/"),
                        new Endpoint(SIGNAL, "http://HERE/", "/"),
                        new Endpoint(SIGNAL, "http://HERE/v1/traces", "/v1/traces"),
                        new Endpoint(SIGNAL, "http://HERE/any/path/", "/any/path/"),
                        new Endpoint(SIGNAL, "http://HERE/x?key=a%20b", "/x?key=a%20b"))
                .parallelStream()
                .forEach(endpoint -> {
                    try (OtlpReceiver receiver = OtlpReceiver.start()) {
                        String here = "127.0.0.1:" + receiver.port();
                        JvmResult result = oneSpan(jvm)
                                .env(endpoint.name, endpoint.value.replace("HERE", here))
                                .run()
                                .assertExit(0);

                        assertThat(result.stderr()).isEmpty();
                        assertThat(receiver.requests())
                                .as("%s", endpoint)
                                .singleElement()
                                .satisfies(request -> {
                                    assertThat(request.path()).isEqualTo(endpoint.target);
                                    assertThat(request.header("Host")).isEqualTo(here);
                                });
                    }
                });
    }

    @EachJvm
    void endpoint_withUserAndPassword_sendsNeither(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm)
                    .property("fasttelemetry.endpoint", "http://me:hunter2@127.0.0.1:" + receiver.port())
                    .run()
                    .assertExit(0);

            assertThat(result.stderr().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("user and password")
                    .doesNotContain("hunter2");
            assertThat(receiver.requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/v1/traces");
                assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + receiver.port());
                assertThat(request.header("Authorization")).isNull();
            });
        }
    }

    @EachJvm
    void endpoint_canBeAnIpv6Address(TestJvm jvm) throws IOException {
        byte[] one = new byte[16];
        one[15] = 1;
        InetAddress loopback = InetAddress.getByAddress(one);
        try (ServerSocket probe = new ServerSocket(0, 1, loopback)) {
            assertThat(probe.isBound()).isTrue();
        } catch (IOException e) {
            assumeTrue(false, "no IPv6 on this machine");
        }
        try (OtlpReceiver receiver = OtlpReceiver.startAt(loopback, 0)) {
            JvmResult result = oneSpan(jvm)
                    .property("fasttelemetry.endpoint", "http://[::1]:" + receiver.port())
                    .run()
                    .assertExit(0);

            assertThat(result.stderr()).isEmpty();
            assertThat(receiver.requests())
                    .singleElement()
                    .matches(request -> request.header("Host").equals("[::1]:" + receiver.port()));
        }
    }

    @EachJvm
    void endpoint_withoutAPort_meansPort80(TestJvm jvm) {
        OtlpReceiver receiver;
        try {
            receiver = OtlpReceiver.startAt(80);
        } catch (AssertionError e) {
            assumeTrue(false, "port 80 is not to be had");
            return;
        }
        try (receiver) {
            JvmResult result = oneSpan(jvm)
                    .property("fasttelemetry.endpoint", "http://127.0.0.1")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr()).isEmpty();
            assertThat(receiver.requests())
                    .singleElement()
                    .matches(request -> request.header("Host").equals("127.0.0.1"));
        }
    }

    @EachJvm
    void headers_arriveAsTheyWereMeant(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm)
                    .endpoint(receiver)
                    .env(
                            "OTEL_EXPORTER_OTLP_HEADERS",
                            "authorization=Basic YWJj+ZGVm/Zw==, x-comma = a%2Cb,x-utf8=caf%C3%A9,x-percent=100%25")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr()).isEmpty();
            ReceivedRequest request = receiver.requests().get(0);
            assertThat(request.header("authorization")).isEqualTo("Basic YWJj+ZGVm/Zw==");
            assertThat(request.header("x-comma")).isEqualTo("a,b");
            assertThat(request.header("x-utf8")).isEqualTo("caf\u00e9");
            assertThat(request.header("x-percent")).isEqualTo("100%");
        }
    }

    @EachJvm
    void headers_goodOnesAreSentAndNoValueIsLogged(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start().answerNext(Answer.status(503))) {
            JvmResult result = oneSpan(jvm)
                    .endpoint(receiver)
                    .property("fasttelemetry.log.level", "debug")
                    .property(
                            "fasttelemetry.headers",
                            "a=geheim1,broken,b b=geheim2,host=geheim3,c=geheim4%,d=geheim5%0A,e=geheim6")
                    .run()
                    .assertExit(0);

            ReceivedRequest request = receiver.requests().get(1);
            assertThat(request.header("a")).isEqualTo("geheim1");
            assertThat(request.header("e")).isEqualTo("geheim6");
            assertThat(request.headers()).doesNotContainKeys("broken", "b", "c", "d");
            assertThat(result.stderr()).doesNotContain("geheim");
            assertThat(result.stderr().lines().filter(line -> line.contains("WARN fasttelemetry.headers: ")))
                    .hasSize(5);
            assertThat(SpanCounts.assertCounted(result, receiver).exported()).isEqualTo(1);
        }
    }
}
