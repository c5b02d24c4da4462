/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the agent's closing message says of all spans of the process, checked against what the receiver has. For
 * programs that were started with {@link AgentJvm#traced} and ended by themselves.
 *
 * <p>Every way to get one fails unless the counts balance to the span, no span came twice, and standard error holds the
 * agent's two messages and nothing else that was not expected.
 */
record SpanCounts(
        long started,
        long exported,
        long sampledOut,
        long dropped,
        long loadShed,
        long queueFull,
        long rejected,
        long errors,
        long active,
        long requests) {
    private static final Pattern CLOSING_MESSAGE =
            Pattern.compile("fast-telemetry (?:INFO|WARN) started (\\d+) spans?: exported (\\d+),"
                    + " sampled out (\\d+)(?: \\([^)]*\\))?,"
                    + " dropped (\\d+) \\(load_shed (\\d+), queue_full (\\d+), refused \\d+, rejected (\\d+),"
                    + " shutdown \\d+, error (\\d+)\\), active (\\d+); (\\d+) requests?");

    /** Dropped for want of room in the buffers. */
    long forWantOfRoom() {
        return loadShed + queueFull;
    }

    /** The usual case: every span was started, ended and received. */
    static SpanCounts assertNothingLost(JvmResult result, OtlpReceiver receiver, String... expectedMessages) {
        SpanCounts counts = assertBalanced(result, receiver, expectedMessages);
        assertThat(counts.exported).as("%s", counts).isEqualTo(counts.started);
        return counts;
    }

    /**
     * Spans may be missing if they are counted.
     *
     * @param expectedMessages of standard error beside the agent's own, in order; a part of each is enough. What rules
     *     matched is passed over unless a test is about that.
     */
    static SpanCounts assertBalanced(JvmResult result, OtlpReceiver receiver, String... expectedMessages) {
        boolean aboutRules = Arrays.stream(expectedMessages).anyMatch(message -> message.startsWith("WARN rule "));
        List<String> others = new ArrayList<>();
        List<SpanCounts> found = new ArrayList<>();
        for (String line : result.stderr().lines().toList()) {
            Matcher matcher = CLOSING_MESSAGE.matcher(line);
            if (matcher.matches()) {
                found.add(read(matcher));
            } else if (!line.startsWith("fast-telemetry INFO version ")
                    && !line.startsWith("fast-telemetry INFO rule ")
                    && (aboutRules || !line.startsWith("fast-telemetry WARN rule "))
                    && !line.startsWith("fast-telemetry WARN buffers run full ")) { // the closing message has the sum
                others.add(line);
            }
        }
        assertThat(found).as("closing messages in%n%s", result.stderr()).hasSize(1);
        assertThat(others).as("standard error").hasSize(expectedMessages.length);
        for (int i = 0; i < expectedMessages.length; i++) {
            assertThat(others.get(i)).contains(expectedMessages[i]);
        }
        found.get(0).assertMatches(receiver);
        return found.get(0);
    }

    /**
     * The books balance to the span, for runs in which the receiver misbehaves: other lines and requests are the
     * caller's to check. Spans that the receiver rejected from a batch it took have been received and are dropped all
     * the same.
     */
    static SpanCounts assertCounted(JvmResult result, OtlpReceiver receiver) {
        assertThat(receiver.duplicates()).as("spans that came twice").isEmpty();
        return assertCountedOnce(result, receiver);
    }

    /** The same where answers are lost on the way: a span may come twice, and is counted once. */
    static SpanCounts assertCountedOnce(JvmResult result, OtlpReceiver receiver) {
        SpanCounts counts = assertClosed(result);
        Set<String> ids = new HashSet<>();
        receiver.spans().forEach(span -> ids.add(span.spanId()));
        assertThat(counts.exported + counts.rejected)
                .as("exported and rejected in %s", counts)
                .isEqualTo(ids.size());
        return counts;
    }

    /** The agent's own counts balance to the span. */
    static SpanCounts assertClosed(JvmResult result) {
        List<String> found = result.stderr()
                .lines()
                .filter(line -> CLOSING_MESSAGE.matcher(line).matches())
                .toList();
        assertThat(found).as("closing messages in%n%s", result.stderr()).hasSize(1);
        Matcher line = CLOSING_MESSAGE.matcher(found.get(0));
        assertThat(line.matches()).isTrue();
        SpanCounts counts = read(line);
        assertThat(counts.started)
                .as("%s", counts)
                .isEqualTo(counts.exported + counts.sampledOut + counts.dropped + counts.active);
        return counts;
    }

    private static SpanCounts read(Matcher closing) {
        long[] count = new long[closing.groupCount() + 1];
        for (int i = 1; i < count.length; i++) {
            count[i] = Long.parseLong(closing.group(i));
        }
        return new SpanCounts(
                count[1], count[2], count[3], count[4], count[5], count[6], count[7], count[8], count[9], count[10]);
    }

    private void assertMatches(OtlpReceiver receiver) {
        Set<String> ids = new HashSet<>();
        receiver.spans().forEach(span -> ids.add(span.spanId()));
        assertThat(receiver.spans()).as("spans, some of them twice").hasSize(ids.size());
        assertThat(started)
                .as("started = received %d + sampled out + dropped + active in %s", ids.size(), this)
                .isEqualTo(ids.size() + sampledOut + dropped + active);
        assertThat(exported).as("%s", this).isEqualTo(ids.size());
        assertThat(requests).as("%s", this).isEqualTo(receiver.requests().size());
    }
}
