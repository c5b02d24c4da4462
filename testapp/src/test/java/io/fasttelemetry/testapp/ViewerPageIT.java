/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * The viewer's page in a browser, with the shop's traces: each view is clicked through. Skipped without Chromium.
 * {@code -Dpicture.write=true} renews docs/images/trace.png.
 */
class ViewerPageIT {
    private static RunningViewer viewer;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Browser.isThere(), "no chromium and chromedriver on the PATH: the page is not tested");
        browser = Browser.start();
        viewer = RunningViewer.start(TestJvm.any());
        browser.open(viewer.url() + "/");
        browser.find("h1", "Waiting for the first trace");
        assertThat(browser.text())
                .contains("-javaagent:" + AgentJvm.agentJar())
                .contains("-Dfasttelemetry.endpoint=" + viewer.url());
        browser.picture("empty");
        viewer.runShop(TestJvm.any(), "shop", 27);
        browser.find(".list .row", "ShopApi.answer"); // without a reload
        viewer.post(ViewerTraces.twoServices());
        viewer.post(ViewerTraces.large());
        viewer.post(ViewerTraces.hostile());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (viewer != null) {
            viewer.close();
        }
    }

    @AfterEach
    void pageHadNoError() {
        assertThat(browser.errors()).isEmpty();
        browser.size(1280, 800).dark(false);
    }

    private static Browser open(String fragment) {
        return browser.open(viewer.url() + "/#/" + fragment);
    }

    @Test
    void traces_areListedFilteredAndOpened() {
        open("traces");
        browser.find(".summary", " traces");
        browser.find(".list .row", "Warehouse.pack");
        browser.picture("traces");

        browser.click("#f-error", "");
        browser.find(".summary", "4 traces match");
        browser.type("#f-attribute", "error.type=com.acme.shop.OutOfStockException");
        browser.find(".summary", "3 traces match");
        assertThat(browser.address()).contains("attribute=error.type%3Dcom.acme.shop.OutOfStockException");
        browser.click(".list .row", "ShopApi.answer");

        browser.find(".title h1", "ShopApi.answer");
        assertThat(browser.address()).containsPattern("#/trace/[0-9a-f]{32}$");
    }

    @Test
    void traces_arePickedFromTheScatter() {
        open("traces?service=shop");
        browser.find(".summary", "45 traces");
        browser.drag(".scatter canvas", .06, .02, .99, .85);

        browser.find(".chip", "picked");
        assertThat(browser.address()).contains("trace=");
        browser.click(".chip", "picked");
        browser.find(".summary", "45 traces");
    }

    @Test
    void traces_canBeWalkedByKeyboard() {
        open("traces?service=shop");
        browser.find(".list .row", "");
        browser.script("document.querySelector('.list').focus()");
        browser.keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        browser.until("the third row is selected", () -> browser.count(".list .row.selected[aria-rowindex='4']") == 1);
        browser.keys(Keys.ENTER);
        browser.find(".waterfall .row", "");

        browser.keys("/");
        browser.until("the search has the focus", () ->
                (Boolean) browser.script("return document.activeElement.type === 'search'"));
    }

    @Test
    void trace_isAWaterfallWithDetails() throws IOException, InterruptedException {
        String id = viewer.traces("error=true&operation=OrderService.place").get(0);
        browser.size(1180, 760);
        open("trace/" + id);
        browser.find(".waterfall .row.bad", "OrderService.place");
        assertThat(browser.count(".waterfall .path")).isGreaterThan(3);
        browser.click(".waterfall .row.bad .text", "Inventory.take");

        browser.find(".detail h2", "Inventory.take");
        browser.find(".detail .exception", "out of stock: 2 x lamp");
        browser.find(".detail .stack", "com.acme.shop.Inventory");
        browser.find(".detail dt", "thread.name");
        assertThat(browser.address()).contains("?span=");
        Path picture = browser.picture("trace");
        if (Boolean.getBoolean("picture.write")) {
            Files.createDirectories(Path.of("../docs/images"));
            Files.copy(picture, Path.of("../docs/images/trace.png"), StandardCopyOption.REPLACE_EXISTING);
        }
        browser.dark(true).picture("trace-dark");

        String shared = browser.address();
        browser.open(shared).find(".detail h2", "Inventory.take");
        browser.keys(Keys.ESCAPE);
        browser.until("the details are closed", () -> browser.count(".detail:not([hidden])") == 0);
    }

    @Test
    void trace_takesLateSpansIn() throws IOException, InterruptedException {
        viewer.post(ViewerTraces.late(2));
        open("trace/" + viewer.traces("service=late").get(0));
        browser.find(".waterfall .row", "part 2");
        browser.find(".facts", "lacks its parent");
        browser.click(".waterfall .row .text", "part 2");

        viewer.post(ViewerTraces.late(1));

        browser.find(".waterfall .row", "part 1");
        browser.find(".waterfall .row.selected", "part 2");
        browser.find(".detail h2", "part 2");
    }

    @Test
    void trace_canBeCollapsedSearchedAndReduced() throws IOException, InterruptedException {
        open("trace/" + viewer.traces("operation=InvoiceJob.run").get(0));
        browser.find(".waterfall .row", "InvoiceJob.bill");
        int all = browser.count(".waterfall .row");
        browser.keys("-");
        browser.until("rows are hidden", () -> browser.count(".waterfall .row") < all);
        browser.keys("+");
        browser.until("all rows are back", () -> browser.count(".waterfall .row") == all);
        browser.click("button", "Critical path");
        browser.until("only the path", () -> browser.count(".waterfall .row:not([aria-label*='critical'])") == 0);
        browser.click("button", "Critical path");
        browser.type(".bar input[type=search]", "markBilled");
        browser.find(".hits", "3 spans");
        assertThat(browser.count(".waterfall .row.hit")).isEqualTo(3);
    }

    @Test
    void trace_ofTwentyThousandSpans_hasFewElements() throws IOException, InterruptedException {
        open("trace/" + viewer.traces("service=batch").get(0));
        browser.find(".facts", "20\u202f001 spans");
        browser.script("document.querySelector('.waterfall').focus()");
        browser.keys(Keys.END);
        browser.find(".waterfall .row.selected[aria-posinset='20001']", "Step");
        assertThat(browser.count(".waterfall .row")).isBetween(10, 100);
        browser.script("document.querySelector('.waterfall').scrollTop = 240000");
        browser.find(".waterfall .row[aria-posinset='10010']", "Step");
        browser.type(".bar input[type=search]", "Step.19999");
        browser.find(".waterfall .row.selected", "Step.19999");
        browser.picture("large");
    }

    @Test
    void texts_areNeverMarkup() throws IOException, InterruptedException {
        open("traces?service=" + "%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        browser.find(".list .row", "<img src=x onerror=alert(2)>\\u202egnp");
        browser.click(".list .row", "<img");
        browser.click(".waterfall .row", "<img");
        browser.find(".detail dt", "<script>alert(4)</script>");
        browser.find(".detail button", "Show all 1\u202f000\u202f000 characters")
                .click();
        browser.until("the whole text is there", () -> (Boolean) browser.script(
                "return [...document.querySelectorAll('.value')].some(e => e.textContent.length === 1000000)"));
        browser.picture("hostile");
        for (String view : List.of("operations", "flame", "map", "traces")) {
            open(view);
            browser.find("nav a[aria-current]", "");
            browser.until("the view is filled", () -> browser.text().contains("shop"));
        }
        assertThat(browser.script("return document.querySelectorAll('main img, main script, main b b').length"))
                .isEqualTo(0L);
    }

    @Test
    void operations_areSortedAndLeadToSlowExamples() {
        open("operations?service=shop");
        browser.find("tbody tr", "InvoiceJob.bill");
        browser.picture("operations");
        browser.click("thead button", "Calls");
        browser.find("thead th[aria-sort=descending]", "Calls");
        browser.find("tbody tr:first-child", "PriceCalculator.priceOf");
        assertThat(browser.count("tbody .histogram rect")).isGreaterThan(10);
        browser.click("tbody tr:first-child td:nth-child(8) a", "");

        browser.find(".list .row", "ShopApi.answer");
        assertThat(browser.address())
                .contains("operation=PriceCalculator.priceOf")
                .contains("min=");
    }

    @Test
    void flame_mergesAndZooms() {
        open("flame?service=shop&operation=ShopApi.answer");
        browser.find(".summary", "27 traces that match");
        browser.find(".flame button", "ShopApi.answer");
        browser.picture("flame");
        browser.click(".flame button", "OrderService.place");
        browser.find(".flame button.faded", "ShopApi.answer");
        browser.find(".flametext", "OrderService.place");
        browser.keys(Keys.ESCAPE);
        browser.until("the whole graph is back", () -> browser.count(".flame button.faded") == 0);
    }

    @Test
    void map_showsTheCallsBetweenServices() {
        open("map");
        browser.find(".map .nodename", "storefront");
        browser.find(".map tbody tr", "billing");
        assertThat(browser.count(".map .edge")).isEqualTo(1);
        browser.picture("map");
    }

    @Test
    void narrowAndDark_areDrawnToo() {
        browser.size(420, 800).dark(true);
        open("traces?service=shop");
        browser.find(".list .row", "ShopApi.answer");
        assertThat((Long) browser.script("return document.documentElement.scrollWidth - innerWidth"))
                .isLessThanOrEqualTo(0);
        browser.picture("narrow-dark");
    }

    /** The list follows what arrives, and a row stays where it is read. */
    @Test
    void list_followsLiveTraffic() throws IOException, InterruptedException {
        try (RunningViewer live = RunningViewer.start(TestJvm.any())) {
            browser.open(live.url() + "/");
            for (int i = 0; i < 50; i++) {
                live.post(ViewerTraces.live(i));
            }
            browser.find(".summary", "50 traces");
            browser.script("document.querySelector('.list').scrollTop = 560");
            browser.until("the rows there are drawn", () -> !rowAtTheMiddle().isEmpty());
            String before = rowAtTheMiddle();
            for (int i = 50; i < 100; i++) {
                live.post(ViewerTraces.live(i));
            }
            browser.find(".summary", "100 traces");

            browser.until("the same row is there", () -> rowAtTheMiddle().equals(before));
            browser.click("#live", "");
            live.post(ViewerTraces.live(100));
            Thread.sleep(3000);
            assertThat(browser.find(".summary").getText()).isEqualTo("100 traces");
            browser.click("button", "Clear all");
            browser.click("button", "Drop all traces?");
            browser.find("h1", "Waiting for the first trace");
        }
    }

    private static String rowAtTheMiddle() {
        return (String) browser.script("return document.elementFromPoint(600, 500).closest('.row')?.id || ''");
    }
}
