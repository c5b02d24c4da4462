/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanClock;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.bootstrap.ThrownRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConsoleSpanExporterTest {
    private static final Pattern HEAD = Pattern.compile("(?m)^[\\d:.]{12}Z  [0-9a-f]{32}  \\[.*\\]\n");

    private final PrintStream original = System.out;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ExportCounters counters = new ExportCounters();
    private String threadName = "main";
    private final ConsoleSpanExporter exporter =
            new ConsoleSpanExporter(counters, TestConfig.of().get(Options.REDACT));

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(original);
    }

    /** Without the lines that head the traces: see {@link #flush_headsEachTraceWithTimeIdAndThread}. */
    private String printed() {
        return HEAD.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll("");
    }

    private void visit(
            long trace, long span, long parent, long startMicros, long micros, int operation, Throwable thrown) {
        long[] record = new long[SpanLayout.RECORD_LONGS];
        record[SpanLayout.TRACE_ID_LOW] = trace;
        record[SpanLayout.SPAN_ID] = span;
        record[SpanLayout.PARENT_SPAN_ID] = parent;
        record[SpanLayout.START_NANOS] = startMicros * 1000;
        record[SpanLayout.END_NANOS] = (startMicros + micros) * 1000;
        record[SpanLayout.DESCRIPTOR] = operation;
        exporter.visit(record, 0, thrown == null ? null : ThrownRecord.of(thrown, null, false), threadName);
    }

    @Test
    void flush_printsTreesInOrderOfStart() {
        visit(1, 13, 12, 30, 5, TestSpans.RESERVE, null);
        visit(1, 12, 11, 20, 400, TestSpans.RESERVE, new IllegalStateException("none left"));
        visit(1, 14, 11, 10, 1, TestSpans.RESERVE, null);
        visit(1, 11, 0, 0, 12_345, TestSpans.CHECKOUT, null);

        exporter.flush();

        assertThat(printed()).isEqualTo("""
                        Shop.Cart.checkout  12.345 ms
                          Inventory.reserve  0.001 ms
                          Inventory.reserve  0.400 ms  ! java.lang.IllegalStateException: none left
                            Inventory.reserve  0.005 ms
                        """);
        assertThat(counters.exportedCount()).isEqualTo(4);
        assertThat(exporter.queuedCount()).isZero();
    }

    @Test
    void flush_waitsForTheRootOfEachTrace() {
        visit(1, 12, 11, 20, 400, TestSpans.RESERVE, null);
        visit(2, 21, 0, 0, 7, TestSpans.CHECKOUT, null);

        exporter.flush();

        assertThat(printed()).isEqualTo("Shop.Cart.checkout  0.007 ms\n");
        assertThat(exporter.queuedCount()).isEqualTo(1);
        assertThat(counters.exportedCount()).isEqualTo(1);
    }

    @Test
    void finish_printsWhatHasNoRoot() {
        visit(1, 12, 11, 20, 400, TestSpans.RESERVE, null);

        exporter.finish(System.nanoTime());

        assertThat(printed()).isEqualTo("Inventory.reserve  0.400 ms\n");
        assertThat(exporter.queuedCount()).isZero();
    }

    @Test
    void visit_traceAsDeepAsTheStack() {
        for (int i = 20_000; i > 1; i--) {
            visit(1, i, i - 1, i, 1, TestSpans.RESERVE, null);
        }
        visit(1, 1, 0, 0, 50_000, TestSpans.CHECKOUT, null);

        exporter.finish(System.nanoTime());

        assertThat(counters.exportedCount()).isEqualTo(20_000);
        assertThat(printed().lines().count()).isEqualTo(ConsoleTrace.MAX_LINES + 1);
        assertThat(printed()).endsWith("\n\u2026 19800 more spans\n");
    }

    @Test
    void visit_holdsABoundedNumberOfSpans() {
        for (int i = 0; i < 250_000; i++) {
            visit(i, 2, 1, 0, 1, TestSpans.RESERVE, null);
        }

        assertThat(exporter.queuedCount()).isLessThanOrEqualTo(100_001);
        assertThat(counters.exportedCount() + exporter.queuedCount()).isEqualTo(250_000);
        assertThat(bytes.size()).as("printed without waiting for a flush").isPositive();
    }

    @Test
    void visit_holdsABoundedNumberOfCharacters() {
        String text = "m".repeat(ThrownRecord.MAX_MESSAGE_LENGTH);
        int fitting = ConsoleSpanExporter.MAX_OPEN_CHARS / text.length();
        for (int i = 0; i < fitting - 10; i++) {
            visit(1, 2 + i, 1, 0, 1, TestSpans.RESERVE, new Exception(text));
        }
        assertThat(counters.exportedCount()).isZero();

        for (int i = 0; i < 20; i++) {
            visit(1, 2 + i, 1, 0, 1, TestSpans.RESERVE, new Exception(text));
        }

        assertThat(counters.exportedCount()).isGreaterThanOrEqualTo(fitting - 10);
        assertThat(counters.exportedCount() + exporter.queuedCount()).isEqualTo(fitting + 10);
    }

    @Test
    void flush_printsNoControlCharacters() {
        threadName = "worker\u001b]0;title\u0007";
        visit(1, 11, 0, 0, 1000, TestSpans.CHECKOUT, new Exception("\u001b[2Jgone\nCart.pay  0.1 ms\u009b1m"));

        exporter.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("  [worker?]0;title?]\nShop.Cart.checkout  1.000 ms  ! java.lang.Exception:"
                        + " ?[2Jgone Cart.pay  0.1 ms?1m\n");
    }

    @Test
    void flush_headsEachTraceWithTimeIdAndThread() {
        long[] record = new long[SpanLayout.RECORD_LONGS];
        record[SpanLayout.TRACE_ID_HIGH] = 0x0af7651916cd43ddL;
        record[SpanLayout.TRACE_ID_LOW] = 0x8448eb211c80319cL;
        record[SpanLayout.SPAN_ID] = 1;
        record[SpanLayout.DESCRIPTOR] = TestSpans.CHECKOUT;
        long clockNanos = SpanClock.offsetNanos(0);
        record[SpanLayout.START_NANOS] = (14 * 3_600_000L + 3 * 60_000L + 7_045L) * 1_000_000L - clockNanos;
        record[SpanLayout.END_NANOS] = record[SpanLayout.START_NANOS] + 5_000;
        exporter.visit(record, 0, null, "worker-1");

        exporter.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        14:03:07.045Z  0af7651916cd43dd8448eb211c80319c  [worker-1]
                        Shop.Cart.checkout  0.005 ms
                        """);
    }

    @Test
    void flush_printsTracesInTheOrderInWhichTheyBegan() {
        visit(2, 21, 0, 50, 7, TestSpans.RESERVE, null);
        visit(1, 11, 0, 0, 900, TestSpans.CHECKOUT, null);
        visit(3, 31, 0, 60, 8, TestSpans.RESERVE, null);

        exporter.flush();

        assertThat(printed()).isEqualTo("""
                        Shop.Cart.checkout  0.900 ms
                        Inventory.reserve  0.007 ms
                        Inventory.reserve  0.008 ms
                        """);
    }

    @Test
    void flush_foldsSiblingsThatSayNothingButTheirName() {
        visit(1, 12, 11, 10, 5, TestSpans.RESERVE, null);
        visit(1, 13, 11, 20, 6, TestSpans.RESERVE, null);
        visit(1, 14, 11, 30, 7, TestSpans.RESERVE, new IllegalStateException("none left"));
        visit(1, 16, 15, 41, 1, TestSpans.CHECKOUT, null);
        visit(1, 15, 11, 40, 8, TestSpans.RESERVE, null);
        visit(1, 17, 11, 50, 9, TestSpans.RESERVE, null);
        visit(1, 11, 0, 0, 100, TestSpans.CHECKOUT, null);

        exporter.flush();

        assertThat(printed()).isEqualTo("""
                        Shop.Cart.checkout  0.100 ms
                          Inventory.reserve \u00d7 2, 0.011 ms
                          Inventory.reserve  0.007 ms  ! java.lang.IllegalStateException: none left
                          Inventory.reserve  0.008 ms
                            Shop.Cart.checkout  0.001 ms
                          Inventory.reserve  0.009 ms
                        """);
        assertThat(counters.exportedCount()).isEqualTo(7);
    }

    @Test
    void visit_manyCompleteTraces_doNotCutTheOneThatIsOpen() {
        visit(1, 12, 11, 1, 5, TestSpans.RESERVE, null);
        for (int i = 0; i < 150_000; i++) {
            visit(2 + i, 1, 0, 10, 1, TestSpans.CHECKOUT, null);
        }
        visit(1, 11, 0, 0, 900_000, TestSpans.CHECKOUT, null);

        exporter.flush();

        assertThat(printed()).contains("Shop.Cart.checkout  900.000 ms\n  Inventory.reserve  0.005 ms\n");
        assertThat(counters.exportedCount()).isEqualTo(150_002);
    }

    @Test
    void flush_outputThatThrows_countsAndPrintsEachSpanOnce() {
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8) {
            private boolean thrown;

            @Override
            public void print(Object text) {
                if (!thrown) {
                    thrown = true;
                    throw new IllegalStateException("of the application");
                }
                super.print(text);
            }
        });
        for (int i = 0; i < 30_000; i++) {
            visit(1 + i, 1, 0, i, 1, TestSpans.CHECKOUT, null);
        }

        assertThatThrownBy(exporter::flush).hasMessage("of the application");
        exporter.flush();

        long exported = counters.exportedCount();
        assertThat(exported).isPositive().isLessThan(30_000);
        assertThat(printed().lines().count()).as("printed").isEqualTo(exported);
        assertThat(exported + counters.droppedCount(DropReason.ERROR)).isEqualTo(30_000);
        assertThat(exporter.queuedCount()).isZero();
    }

    @Test
    void visit_recordThatCannotBeRead_leavesNoTraceBehind() {
        assertThatThrownBy(() -> visit(1, 11, 0, 0, 1, Integer.MAX_VALUE, null)).isInstanceOf(RuntimeException.class);
        visit(2, 21, 0, 0, 7, TestSpans.CHECKOUT, null);

        exporter.finish(System.nanoTime());

        assertThat(printed()).isEqualTo("Shop.Cart.checkout  0.007 ms\n");
        assertThat(counters.exportedCount()).isEqualTo(1);
        assertThat(counters.settledCount()).as("one exported, one dropped").isEqualTo(2);
        assertThat(exporter.queuedCount()).isZero();
    }

    @Test
    void flush_printsCapturedAttributes() {
        int operation = Operations.register(
                        "com.acme.Cart", "add", 1, new String[] {"sku", "count", "tags", "long", "my.password"}, null)
                .id;
        SpanCollector collector = TestSpans.collector(1 << 20, 512);
        TestSpans.onThread(
                collector,
                "t",
                () -> TestSpans.spanWithValues(
                        operation,
                        new IllegalStateException("none"),
                        "a\nb\u0007",
                        3L,
                        new String[] {"", "x", null},
                        "y".repeat(1000),
                        "hidden"));
        collector.drainTo(exporter, 10);

        exporter.flush();

        assertThat(printed())
                .matches("Cart\\.add  \\d+\\.\\d{3} ms  sku=a b\\? count=3 tags=\\[, x, null\\] long=y{120}\u2026"
                        + " my\\.password=\\*\\*\\*  ! java\\.lang\\.IllegalStateException: none\n");
        assertThat(counters.exportedCount()).isEqualTo(1);
    }

    /** Siblings are one line only if nothing is lost by that. */
    @Test
    void flush_foldsNoSpansWithAttributes() {
        int operation = Operations.register("com.acme.Cart", "get", 1, new String[] {"i"}, null).id;
        SpanCollector collector = TestSpans.collector(1 << 20, 512);
        TestSpans.onThread(
                collector,
                "t",
                () -> TestSpans.span(TestSpans.CHECKOUT, null, () -> {
                    TestSpans.spanWithValues(operation, null, 1L);
                    TestSpans.spanWithValues(operation, null, 2L);
                }));
        collector.drainTo(exporter, 10);

        exporter.flush();

        assertThat(printed()).contains(" ms  i=1\n").contains(" ms  i=2\n").doesNotContain("\u00d7");
    }
}
