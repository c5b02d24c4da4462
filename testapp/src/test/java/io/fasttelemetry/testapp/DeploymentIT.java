/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;

/** What containers, locales, files of variables and hurried people make of settings. */
class DeploymentIT {
    private static final String RULE = "com.acme.scenario.OneSpan[work]";

    @TempDir
    Path folder;

    private static AgentJvm oneSpan(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OneSpan")
                .agent()
                .endpoint(receiver)
                .methods(RULE)
                .property("fasttelemetry.shutdown.timeout", "30s");
    }

    @EachJvm
    void posixLocale_keepsUtf8InVariablesAndProperties(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm, receiver)
                    .through(
                            "/bin/sh",
                            "-c",
                            "export LC_ALL=POSIX FASTTELEMETRY_SERVICE_NAME=\"$(printf 'Gr\\303\\274\\303\\237e')\";"
                                    + " java=$1; shift; exec \"$java\""
                                    + " \"$(printf '%s\\342\\202\\254' -Dfasttelemetry.resource.attributes=k=)\""
                                    + " \"$@\"",
                            "sh")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr()).isEmpty();
            ReceivedSpan span = receiver.spanNamed("OneSpan.work");
            assertThat(span.resourceAttribute("service.name")).contains("Gr\u00fc\u00dfe");
            assertThat(span.resourceAttribute("k")).contains("\u20ac");
        }
    }

    @EachJvm
    void kubernetesService_ofTheAgentsNameIsSilent(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm, receiver)
                    .env("FASTTELEMETRY_PORT", "tcp://10.0.0.7:4318")
                    .env("FASTTELEMETRY_PORT_4318_TCP", "tcp://10.0.0.7:4318")
                    .env("FASTTELEMETRY_PORT_4318_TCP_ADDR", "10.0.0.7")
                    .env("FASTTELEMETRY_PORT_4318_TCP_PORT", "4318")
                    .env("FASTTELEMETRY_PORT_4318_TCP_PROTO", "tcp")
                    .env("FASTTELEMETRY_SERVICE_HOST", "10.0.0.7")
                    .env("FASTTELEMETRY_SERVICE_PORT", "4318")
                    .env("FASTTELEMETRY_SERVICE_PORT_OTLP", "4318")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr()).isEmpty();
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    @EachJvm
    void quotedEndpoint_isUsedWithOneMessage(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                    .agent()
                    .methods(RULE)
                    .env("FASTTELEMETRY_ENDPOINT", "\"" + receiver.url() + "\"")
                    .property("fasttelemetry.shutdown.timeout", "30s")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr().lines().toList())
                    .singleElement()
                    .asString()
                    .startsWith("fast-telemetry WARN FASTTELEMETRY_ENDPOINT: the quotes");
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    @EachJvm
    void privateKey_inPlaceOfItsPathIsNotPrinted(TestJvm jvm) {
        String body = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm, receiver)
                    .property("fasttelemetry.log.level", "debug")
                    .env(
                            "FASTTELEMETRY_CLIENT_KEY",
                            "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n")
                    .env("OTEL_EXPORTER_OTLP_CERTIFICATE", "-----BEGIN PRIVATE KEY----- " + body)
                    .run()
                    .assertExit(0);

            assertThat(result.stderr())
                    .doesNotContain(body)
                    .contains("FASTTELEMETRY_CLIENT_KEY: the value is not", "its path is expected");
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    @EachJvm
    void misspeltAgentArgument_isReportedAndTheRulesStand(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                    .otherAgent(AgentJvm.agentJar() + "=methods=" + RULE + ",endpont=http://x:1,endpoint="
                            + receiver.url() + ",shutdown.timeout=30s")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("unknown setting \"fasttelemetry.endpont\"; the nearest known one is"
                            + " fasttelemetry.endpoint;");
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    @EachJvm
    void help_isTheUsage(TestJvm jvm) {
        String usage =
                AgentJvm.jar(jvm, AgentJvm.agentJar()).run().assertExit(0).stdout();

        for (String argument : List.of("--help", "-h", "help")) {
            JvmResult result =
                    AgentJvm.jar(jvm, AgentJvm.agentJar(), argument).run().assertExit(0);
            assertThat(result.stdout()).isEqualTo(usage).contains("attach PID");
            assertThat(result.stderr()).isEmpty();
        }
    }

    @EachJvm
    void jarsName_isTheServiceAndSaidAtInfo(TestJvm jvm) throws IOException {
        Path jar = folder.resolve("my shop-1.2.3.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "com.acme.scenario.OneSpan");
        String entry = "com/acme/scenario/OneSpan.class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(Files.readAllBytes(AgentJvm.scenarioClasses().resolve(entry)));
        }
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), Map.of("SPRING_APPLICATION_NAME", "orders"))) {
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                AgentJvm run = AgentJvm.jar(jvm, jar, "--password=s3cret").traced(receiver, RULE);
                environment.forEach(run::env);
                JvmResult result = run.run().assertExit(0);

                boolean spring = !environment.isEmpty();
                assertThat(receiver.spanNamed("OneSpan.work").resourceAttribute("service.name"))
                        .contains(spring ? "orders" : "my shop");
                assertThat(result.stderr())
                        .contains(
                                spring
                                        ? "orders (service.name is from spring.application.name)"
                                        : "my shop (service.name is from the jar's name)")
                        .doesNotContain("s3cret");
            }
        }
    }

    /** Two receivers: none sees what is for the other. */
    @EachJvm
    void metricsReceiver_getsItsOwnHeadersOnly(TestJvm jvm) throws IOException {
        for (boolean own : new boolean[] {true, false}) {
            try (OtlpReceiver receiver = OtlpReceiver.start();
                    MetricsReceiver metrics = new MetricsReceiver(200)) {
                AgentJvm run = oneSpan(jvm, receiver)
                        .property("fasttelemetry.metrics", "self")
                        .env("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", metrics.url() + "/v1/metrics")
                        .env("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "authorization=s3cret");
                if (own) {
                    run.env("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "x-key=metrics");
                }
                JvmResult result = run.run().assertExit(0);

                assertThat(receiver.spans().get(0).request().header("authorization"))
                        .isEqualTo("s3cret");
                assertThat(metrics.metrics()).hasSize(1);
                assertThat(metrics.headers("authorization")).isEmpty();
                if (own) {
                    assertThat(metrics.headers("x-key")).containsExactly("metrics");
                    assertThat(result.stderr()).isEmpty();
                } else {
                    assertThat(result.stderr().lines().toList())
                            .singleElement()
                            .asString()
                            .contains("OTEL_EXPORTER_OTLP_TRACES_HEADERS: not for")
                            .doesNotContain("s3cret");
                }
            }
        }
    }
}
