/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

/** The shop by itself: what it answers, and that it opens and closes cleanly. */
class ShopIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @EachJvm
    void demo_answersEveryRequestAsExpected(TestJvm jvm) {
        JvmResult result =
                AgentJvm.shop(jvm, "ShopDemo", "--requests", "18").run().assertExit(0);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.lines())
                .contains(
                        "GET /products/starter -> 200 Starter kit: 108.97 EUR",
                        "POST /orders/express cup:3,lamp:2 -> 409 out of stock: 2 x lamp",
                        "18 requests, 0 with an unexpected answer")
                .last()
                .isEqualTo("8 parcels packed, 6 mails sent");
    }

    @EachJvm
    void main_servesTrafficUntilTerminated(TestJvm jvm) {
        try (RunningJvm shop = AgentJvm.shop(jvm, "ShopMain").start()) {
            String url = awaitUrl(shop);

            JvmResult traffic =
                    AgentJvm.shop(jvm, "Traffic", url, "--requests", "9").run().assertExit(0);
            JvmResult closed = shop.terminate().await().assertExit(143);

            assertThat(traffic.stdout()).contains("9 requests, 0 with an unexpected answer");
            assertThat(closed.stdout()).endsWith("The shop is closed: 4 parcels packed, 3 mails sent\n");
        }
    }

    private static String awaitUrl(RunningJvm shop) {
        String line = shop.awaitLineStarting("The shop is open: ", SOON);
        return line.substring(line.indexOf("http"));
    }

    @EachJvm
    void await_killsAndDumpsWhatDoesNotEnd(TestJvm jvm) {
        AgentJvm endless = AgentJvm.shop(jvm, "ShopMain").timeout(Duration.ofSeconds(2));

        assertThatThrownBy(endless::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("still alive after 2 s")
                .hasMessageContaining("Full thread dump");
    }
}
