/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TraceStoreTest {
    @Test
    void add_whenFull_dropsOldestTracesWhole() {
        TestTraces traces = new TestTraces(5);
        traces.span(1, 1, 0, "a", 0, 1)
                .span(1, 2, 1, "b", 0, 1)
                .span(2, 3, 0, "c", 0, 1)
                .span(3, 4, 0, "d", 0, 1);
        traces.span(3, 5, 4, "e", 0, 1).span(3, 6, 4, "f", 0, 1);

        assertThat(traces.trace(1)).isNull();
        assertThat(traces.trace(2).size()).isEqualTo(1);
        assertThat(traces.trace(3).size()).isEqualTo(3);
        assertThat(traces.store.spanCount()).isEqualTo(4);
        assertThat(traces.store.counts().evictedTraces).isEqualTo(1);
        assertThat(traces.store.counts().evictedSpans).isEqualTo(2);
    }

    @Test
    void add_beyondTheBytes_dropsOldest() {
        TestTraces traces = new TestTraces(1_000_000, 3_000_000);
        for (int i = 1; i <= 10; i++) {
            String text = String.valueOf(i).repeat(200_000);
            traces.span(i, i, 0, "a", 0, 1, span -> span.attributes.add("text", text));
        }

        assertThat(traces.store.bytes()).isBetween(1_000_000L, 3_000_000L);
        assertThat(traces.trace(1)).isNull();
        assertThat(traces.trace(10)).isNotNull();
        assertThat(traces.store.counts().evictedTraces)
                .isEqualTo(10 - traces.store.traces().size());
    }

    @Test
    void add_traceLargerThanTheMemory_isCutAndCounted() {
        TestTraces traces = new TestTraces(10);
        for (int i = 1; i <= 25; i++) {
            traces.span(1, i, 0, "a", 0, 1);
        }

        assertThat(traces.trace(1).size()).isEqualTo(10);
        assertThat(traces.store.counts().tooMany).isEqualTo(15);
        assertThat(traces.store.counts().received).isEqualTo(25);
    }

    @Test
    void add_sameSpanAgain_isCountedOnce() {
        TestTraces traces = new TestTraces();
        for (int turn = 0; turn < 2; turn++) {
            for (int i = 1; i <= 100; i++) {
                traces.span(1, i, 0, "a", i, i + 1);
            }
        }

        assertThat(traces.trace(1).size()).isEqualTo(100);
        assertThat(traces.store.counts().duplicates).isEqualTo(100);
    }

    @Test
    void add_parentAfterItsChild_joinsThem() {
        TestTraces traces = new TestTraces();
        traces.span(1, 2, 1, "child", 10, 20);
        assertThat(traces.trace(1).hasRoot()).isFalse();

        traces.span(1, 1, 0, "parent", 0, 30);

        assertThat(traces.trace(1).hasRoot()).isTrue();
        assertThat(traces.name(traces.trace(1).root())).isEqualTo("parent");
        assertThat(traces.tree(1).parent(1)).isZero();
    }

    @Test
    void add_timesOutOfRange_keepsDurationsPositive() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "backwards", 100, 50).span(1, 2, 0, "far", 0, 0, span -> {
            span.startNanos = -1; // unsigned: beyond all clocks
            span.endNanos = 5;
        });
        traces.span(1, 3, 0, "zero", 0, 0, span -> span.startNanos = 0);

        assertThat(traces.trace(1).durationNanos()).isPositive();
        for (int i = 0; i < 3; i++) {
            assertThat(traces.trace(1).span(i).durationNanos()).isNotNegative();
        }
    }

    /** Whatever comes and goes, the dictionary holds the values in use and no other. */
    @Test
    void clear_afterManyEvictions_leavesNothing() {
        TestTraces traces = new TestTraces(300);
        Random random = new Random(7);
        for (int i = 1; i <= 5000; i++) {
            int number = i;
            traces.span(random.nextInt(400) + 1, i, random.nextInt(i), "name" + i % 7, i, i + 5, span -> {
                span.attributes.add("n", (long) (number % 50));
                span.attributes.add("text", "t" + number);
                span.statusMessage = number % 3 == 0 ? "m" + number : "";
                ReceivedSpan.Part event = new ReceivedSpan.Part();
                event.name = "exception";
                event.attributes.add("exception.message", "text" + number);
                span.events.add(event);
                ReceivedSpan.Part link = new ReceivedSpan.Part();
                link.spanId = 9;
                link.attributes.add("why", number % 2 == 0);
                span.links.add(link);
                span.origin = TestTraces.origin("service" + number % 11);
            });
        }
        assertThat(traces.store.spanCount()).isBetween(1, 300);
        assertThat(traces.store.dictionary().size()).isLessThan(300 * 4 + 100);

        traces.store.clear();

        assertThat(traces.store.dictionary().size()).isZero();
        assertThat(traces.store.bytes()).isZero();
        assertThat(traces.store.spanCount()).isZero();
    }

    @Test
    void drops_areTheLargestTotalsOfEachSender() {
        TestTraces traces = new TestTraces();
        for (long total : new long[] {3, 12, 7}) {
            traces.span(1, total, 0, "a", 0, 1, span -> span.origin = dropping("one", total));
        }
        traces.span(2, 1, 0, "a", 0, 1, span -> span.origin = dropping("two", 100));

        assertThat(traces.store.drops().totals()).containsOnlyKeys("queue_full").containsValue(112L);
    }

    private static Origin dropping(String instance, long total) {
        Attributes resource = new Attributes();
        resource.add("service.name", "shop");
        resource.add("service.instance.id", instance);
        Attributes scope = new Attributes();
        scope.add("fasttelemetry.dropped.queue_full", total);
        return new Origin(resource, "fast-telemetry", "1", scope);
    }

    @Test
    void readAndAdd_atOnce_seeWholeTraces() throws InterruptedException {
        TestTraces traces = new TestTraces(2000);
        List<Throwable> failures = new ArrayList<>();
        Thread reader = new Thread(() -> {
            for (int i = 0; i < 300; i++) {
                traces.store.read(() -> {
                    Filter all = new Filter(Query.parse("text=b"));
                    Operations.of(traces.store, all).write(new JsonWriter());
                    return FlameGraph.of(traces.store, all).write(new JsonWriter());
                });
            }
        });
        reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        reader.start();
        long id = 1;
        while (reader.isAlive()) {
            traces.span(id % 1000 + 1, ++id, id - 1, "b" + id % 9, id, id + 100);
        }
        reader.join();

        assertThat(failures).isEmpty();
        assertThat(traces.store.spanCount()).isPositive();
    }
}
