/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The viewer as a process: what the shop sends to it can be asked for, and what it says of itself. */
class ViewerIT {
    /** A round of the traffic: nine requests, and six pieces of work in the background. */
    private static final int TRACES = 15;

    @EachJvm
    void shop_canBeLookedAt(TestJvm jvm) throws IOException, InterruptedException {
        try (RunningViewer viewer = RunningViewer.start(jvm)) {
            viewer.runShop(jvm, "shop", 9);

            assertThat(viewer.traces("")).hasSize(TRACES);
            assertThat(viewer.traces("service=shop&operation=Mailer.send")).hasSize(3);
            assertThat(viewer.traces("service=warehouse")).isEmpty();
            List<String> failed = viewer.traces("error=true&operation=OrderService.place");
            assertThat(failed).hasSize(1).isEqualTo(viewer.traces("text=lamp"));
            assertThat(viewer.traces("attribute=error.type%3Dcom.acme.shop.OutOfStockException"))
                    .isEqualTo(failed);
            String trace = viewer.get("traces/" + failed.get(0));
            assertThat(trace).contains("\"OrderService.place\"", "\"Inventory.take\"", "\"complete\":true");
            assertThat(viewer.get("traces/" + failed.get(0) + "/otlp"))
                    .contains("out of stock: 2 x lamp", "exception.stacktrace", "com.acme.shop.Inventory.take");
            assertThat(viewer.get("operations")).contains("\"name\":\"Inventory.reserve\",\"calls\":4,\"errors\":1,");
            assertThat(viewer.get("traces")).contains("\"dropped\":{}", "\"invalid\":0");

            viewer.process().terminate().await().assertExit(143);
        }
    }

    @EachJvm
    void memory_isBounded(TestJvm jvm) throws IOException, InterruptedException {
        try (RunningViewer viewer = RunningViewer.start(jvm, "--spans", "20")) {
            viewer.runShop(jvm, "shop", 9);

            assertThat(viewer.traces("").size()).isBetween(1, TRACES - 1);
            assertThat(viewer.get("memory")).contains("\"maxSpans\":20").doesNotContain("\"evictedTraces\":0,");
        }
    }

    @EachJvm
    void java_withoutAnHttpServer_isToldSo(TestJvm jvm) {
        JvmResult result = AgentJvm.jar(jvm, AgentJvm.agentJar(), "view", "--port", "0")
                .jvmArgs("--limit-modules", "java.base,java.instrument")
                .run()
                .assertExit(1);

        assertThat(result.stderr()).startsWith("this Java cannot run the viewer: it lacks the module jdk.httpserver");
    }

    @EachJvm
    void anyAddress_isOpenedWithAWarning(TestJvm jvm) {
        try (RunningViewer viewer = RunningViewer.start(jvm, "--host", "0.0.0.0")) {
            viewer.process().awaitLineStarting("viewer: everybody who reaches this address", Duration.ofSeconds(20));
        }
    }

    @EachJvm
    void arguments_thatAreUnknown_areRefused(TestJvm jvm) {
        JvmResult result = AgentJvm.jar(jvm, AgentJvm.agentJar(), "view", "--colour", "red")
                .run()
                .assertExit(2);

        assertThat(result.stderr()).contains("unknown argument \"--colour\"; accepted: --port N");
        assertThat(AgentJvm.jar(jvm, AgentJvm.agentJar(), "--help").run().stdout())
                .contains("view [--port 4318]");
    }
}
