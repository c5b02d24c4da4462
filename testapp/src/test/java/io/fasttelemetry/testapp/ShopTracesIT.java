/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The shop with traffic under the agent: the traces are those that follow from the requests, call by call. */
class ShopTracesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int ROUNDS = 4;
    private static final int REQUESTS_PER_ROUND = 9;

    /** Interfaces and private methods among them. */
    static final String RULES = "com.acme.shop.ShopApi[answer];com.acme.shop.OrderService[*];"
            + "com.acme.shop.PriceCalculator::priceOf;com.acme.shop.Shipping[costCents];"
            + "com.acme.shop.Inventory[reserve,take];com.acme.shop.OrderRepository[save,find,unbilled,markBilled,read];"
            + "com.acme.shop.InvoiceJob;com.acme.shop.Warehouse[pack,label];com.acme.shop.Mailer[send,compose]";

    /** A cup set holds four cups, the starter kit beans, a mill and a cup set. */
    private static final String GOOD = "PriceCalculator.priceOf";

    private static final String CUP_SET = GOOD + "(" + join(GOOD, GOOD, GOOD, GOOD) + ")";
    private static final String STARTER = GOOD + "(" + join(GOOD, GOOD, CUP_SET) + ")";

    private static String join(String... shapes) {
        return String.join(" ", shapes);
    }

    private static String cart(String... products) {
        return GOOD + "(" + join(products) + ")";
    }

    private static String order(String cart, String shipping, int lines) {
        String reserve = "Inventory.reserve(" + String.join(" ", Collections.nCopies(lines, "Inventory.take")) + ")";
        return "ShopApi.answer(OrderService.place("
                + join(cart, shipping + ".costCents", reserve, "OrderRepository.save") + "))";
    }

    /** What one round of the traffic leaves behind, request by request and then the work in the background. */
    private static List<String> round() {
        String bill = "InvoiceJob.bill(OrderRepository.markBilled)";
        String read = "OrderRepository.read";
        return List.of(
                "ShopApi.answer(" + STARTER + ")",
                order(cart(GOOD, GOOD), "ParcelShipping", 2),
                order(cart(STARTER), "ExpressShipping", 1),
                "ShopApi.answer(OrderService.find(OrderRepository.find(" + read + ")))",
                "ShopApi.answer(OrderService.place!("
                        + join(cart(GOOD, GOOD), "ExpressShipping.costCents")
                        + " Inventory.reserve!(Inventory.take Inventory.take!)))",
                order(cart(CUP_SET, GOOD), "ParcelShipping", 2),
                "ShopApi.answer(InvoiceJob.run(OrderRepository.unbilled(" + join(read, read, read) + ") "
                        + join(bill, bill, bill) + "))",
                "ShopApi.answer",
                "ShopApi.answer(OrderService.find(OrderRepository.find))",
                "Warehouse.pack(Warehouse.label)",
                "Warehouse.pack(Warehouse.label)",
                "Warehouse.pack(Warehouse.label Warehouse.label)",
                "Mailer.send(Mailer.compose)",
                "Mailer.send(Mailer.compose)",
                "Mailer.send(Mailer.compose)");
    }

    private static int spansIn(List<String> shapes) {
        return shapes.stream().mapToInt(shape -> shape.split("[ (]+").length).sum();
    }

    @EachJvm
    void traffic_leavesTheTracesThatFollowFromIt(TestJvm jvm) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            expected.addAll(round());
        }
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm shop =
                        AgentJvm.shop(jvm, "ShopMain").traced(receiver, RULES).start()) {
            String line = shop.awaitLineStarting("The shop is open: ", SOON);
            String requests = Integer.toString(ROUNDS * REQUESTS_PER_ROUND);
            JvmResult traffic = AgentJvm.shop(
                            jvm, "Traffic", line.substring(line.indexOf("http")), "--requests", requests)
                    .run()
                    .assertExit(0);
            assertThat(traffic.stdout()).contains(requests + " requests, 0 with an unexpected answer");
            receiver.awaitSpans(spansIn(expected), SOON);

            JvmResult closed = shop.terminate().await().assertExit(143);

            SpanCounts counts = SpanCounts.assertNothingLost(closed, receiver);
            assertThat(closed.stdout())
                    .endsWith("The shop is closed: " + 4 * ROUNDS + " parcels packed, " + 3 * ROUNDS + " mails sent\n");
            assertThat(TraceShapes.of(receiver)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(counts.started()).isEqualTo(spansIn(expected));
        }
    }

    /** In the background, on threads with names of the shop's own, or on virtual ones without a name. */
    @EachJvm
    void background_isTracedOnItsOwnThreads(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.shop(jvm, "ShopDemo", "--requests", "9")
                    .traced(receiver, RULES)
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(TraceShapes.of(receiver)).containsExactlyInAnyOrderElementsOf(round());
            assertThat(receiver.spansNamed("ShopApi.answer"))
                    .allSatisfy(span -> assertThat(threadName(span)).startsWith("http-"));
            assertThat(receiver.spansNamed("Warehouse.pack"))
                    .allSatisfy(span -> assertThat(threadName(span)).startsWith("packer-"));
            assertThat(receiver.spansNamed("Mailer.send"))
                    .allSatisfy(span -> assertThat(threadName(span)).startsWith(jvm.feature() < 21 ? "mailer-" : ""));
            ReceivedSpan refused = receiver.spansNamed("OrderService.place").stream()
                    .filter(ReceivedSpan::isError)
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.attribute("error.type")).contains("com.acme.shop.OutOfStockException");
            assertThat(refused.span().getStatus().getMessage()).isEqualTo("out of stock: 2 x lamp");
        }
    }

    private static String threadName(ReceivedSpan span) {
        return (String) span.attribute("thread.name").orElse("");
    }
}
