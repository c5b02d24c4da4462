/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.SpanLimit;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.MetricsRequestEncoder;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All reports of span counts use the words of the glossary in docs/architecture.md, and no others. */
final class GlossaryTest {
    private static final Pattern COUNT = Pattern.compile("([a-z_]+(?: out)?) \\d+");
    private static final Set<String> GLOSSARY = glossary();

    private final SpanCollector collector = TestSpans.collector(1 << 20, 512);
    private final ExportCounters counters = new ExportCounters();

    /** The first column of the glossary's rows, as far as it is code. */
    private static Set<String> glossary() {
        try (Stream<String> lines = Files.lines(Path.of("../docs/architecture.md"))) {
            return lines.map(Pattern.compile("^\\| `([^`]+)` \\|.*")::matcher)
                    .filter(Matcher::matches)
                    .map(row -> row.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SpanCounts counts() {
        for (DropReason reason : DropReason.values()) {
            counters.dropped(reason, 1);
        }
        return SpanCounts.read(collector, counters, 0);
    }

    private static Set<String> reasonsOf(Set<String> words) {
        return words.stream()
                .filter(word -> word.startsWith("dropped{"))
                .map(word -> word.substring("dropped{".length(), word.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void statusText_usesTheGlossarysWords() {
        List<String> keys = counts().statusText(0)
                .lines()
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();

        assertThat(keys).containsAll(GLOSSARY);
        assertThat(keys.subList(0, keys.indexOf("requests")))
                .as("before the requests there is nothing but spans")
                .containsOnlyOnceElementsOf(GLOSSARY)
                .hasSize(GLOSSARY.size() + 1) // and the time
                .startsWith("time");
    }

    @Test
    void closingMessage_usesTheGlossarysWords() {
        Set<String> words = COUNT.matcher(counts().closingMessage())
                .results()
                .map(MatchResult::group)
                .map(text -> text.replaceAll(" \\d+$", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> expected = new TreeSet<>(GLOSSARY);
        expected.removeIf(word -> word.contains("{") || word.equals("pending")); // what is pending then is dropped
        expected.addAll(reasonsOf(GLOSSARY));
        assertThat(words).isEqualTo(expected);
    }

    @Test
    void closingMessage_saysWhatLimitsLeftOut() {
        TestSpans.record(collector, 4);
        collector.drainTo((records, offset, thrown, threadName) -> counters.dropped(DropReason.REFUSED, 1), 10);
        TestSpans.recordLimited(collector, new SpanLimit(Long.MAX_VALUE, 1, 0), 5);
        TestSpans.recordLimited(collector, new SpanLimit(0, 0, 0), 7);
        TestSpans.recordLimited(collector, new SpanLimit(0, 1, 1), 2);
        SpanCounts now = SpanCounts.read(collector, counters, 0);

        assertThat(now.closingMessage())
                .startsWith("started 18 spans: exported 0,"
                        + " sampled out 13 (sampler 0, too_short 5, ratio 7, rate 1, trace_full 0), dropped 5 (");
        assertThat(GLOSSARY)
                .containsAll(Stream.of(SampledOutReason.values())
                        .map(reason -> "sampled out{" + reason.word() + "}")
                        .toList());
        assertThat(now.statusText(0)).contains("""
                        sampled out: 13
                        sampled out{sampler}: 0
                        sampled out{too_short}: 5
                        sampled out{ratio}: 7
                        sampled out{rate}: 1
                        sampled out{trace_full}: 0
                        dropped: 4
                        """);
    }

    @Test
    void metrics_useTheGlossarysReasons() throws InvalidProtocolBufferException {
        SpanCountsMetrics metrics = new SpanCountsMetrics(
                new MetricsRequestEncoder(new AttributeSet().put("service.name", "shop"), "url", "scope", "1"),
                5,
                false);
        Set<String> reasons = new TreeSet<>();
        Set<String> errorTypes = new TreeSet<>();
        ExportMetricsServiceRequest.parseFrom(metrics.encode(counts(), 7).body())
                .getResourceMetrics(0)
                .getScopeMetrics(0)
                .getMetricsList()
                .forEach(metric -> metric.getSum()
                        .getDataPointsList()
                        .forEach(point -> point.getAttributesList().forEach(attribute -> {
                            if (attribute.getKey().equals("reason")) {
                                reasons.add(attribute.getValue().getStringValue());
                            } else if (attribute.getKey().equals("error.type")) {
                                errorTypes.add(attribute.getValue().getStringValue());
                            }
                        })));

        assertThat(reasons).isEqualTo(reasonsOf(GLOSSARY));
        assertThat(reasons).containsAll(errorTypes);
        assertThat(errorTypes).hasSize(5); // load_shed is the sampling result DROP
    }
}
