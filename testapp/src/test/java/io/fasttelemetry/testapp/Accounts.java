/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the agent says at its end of all spans of the process, held against what the receiver has. For programs that
 * were started with {@link AgentJvm#traced} and ended by themselves.
 *
 * <p>Every way to get one fails unless the books balance to the span, no span came twice, and standard error holds the
 * agent's two lines and nothing else that was not expected.
 */
record Accounts(
        long started,
        long exported,
        long sampledOut,
        long dropped,
        long shed,
        long buffersFull,
        long failed,
        long unfinished,
        long requests) {
    private static final Pattern REJECTED = Pattern.compile("rejected by the receiver (\\d+)");
    private static final Pattern LAST_LINE =
            Pattern.compile("fast-telemetry (?:INFO|WARN) started (?<started>\\d+) spans: exported (?<exported>\\d+),"
                    + " sampled out (?<sampledOut>\\d+), dropped (?<dropped>\\d+) \\(shed (?<shed>\\d+),"
                    + " buffers full (?<buffersFull>\\d+),"
                    + ".* failed (?<failed>\\d+)\\), unfinished (?<unfinished>\\d+), in (?<requests>\\d+) requests?");

    /** Dropped for want of room in the buffers. */
    long forWantOfRoom() {
        return shed + buffersFull;
    }

    /** The usual case: every span was started, ended and received. */
    static Accounts assertNothingLost(JvmResult result, OtlpReceiver receiver, String... expectedLines) {
        Accounts accounts = assertBalanced(result, receiver, expectedLines);
        assertThat(accounts.exported).as("%s", accounts).isEqualTo(accounts.started);
        return accounts;
    }

    /**
     * Spans may be missing if they are counted.
     *
     * @param expectedLines of standard error beside the agent's own, in order; a part of each is enough
     */
    static Accounts assertBalanced(JvmResult result, OtlpReceiver receiver, String... expectedLines) {
        List<String> others = new ArrayList<>();
        List<Accounts> found = new ArrayList<>();
        for (String line : result.stderr().lines().toList()) {
            Matcher matcher = LAST_LINE.matcher(line);
            if (matcher.matches()) {
                found.add(read(matcher));
            } else if (!line.startsWith("fast-telemetry INFO version ")
                    && !line.startsWith("fast-telemetry WARN buffers run full ")) { // the closing line has the sum
                others.add(line);
            }
        }
        assertThat(found).as("closing lines in%n%s", result.stderr()).hasSize(1);
        assertThat(others).as("standard error").hasSize(expectedLines.length);
        for (int i = 0; i < expectedLines.length; i++) {
            assertThat(others.get(i)).contains(expectedLines[i]);
        }
        found.get(0).assertMatches(receiver);
        return found.get(0);
    }

    /**
     * The books balance to the span, for runs in which the receiver misbehaves: other lines and requests are
     * the caller's to check. Spans that the receiver rejected from a batch it took have been received and
     * are dropped all the same.
     */
    static Accounts assertCounted(JvmResult result, OtlpReceiver receiver) {
        assertThat(receiver.duplicates()).as("spans that came twice").isEmpty();
        return assertCountedOnce(result, receiver);
    }

    /** The same where answers are lost on the way: a span may come twice, and is counted once. */
    static Accounts assertCountedOnce(JvmResult result, OtlpReceiver receiver) {
        Accounts accounts = assertClosed(result);
        Matcher rejected = REJECTED.matcher(result.stderr());
        assertThat(rejected.find()).isTrue();
        Set<String> ids = new HashSet<>();
        receiver.spans().forEach(span -> ids.add(span.spanId()));
        assertThat(accounts.exported + Long.parseLong(rejected.group(1)))
                .as("exported and rejected in %s", accounts)
                .isEqualTo(ids.size());
        return accounts;
    }

    /** The agent's own books balance to the span. */
    static Accounts assertClosed(JvmResult result) {
        List<String> found = result.stderr()
                .lines()
                .filter(line -> LAST_LINE.matcher(line).matches())
                .toList();
        assertThat(found).as("closing lines in%n%s", result.stderr()).hasSize(1);
        Matcher line = LAST_LINE.matcher(found.get(0));
        assertThat(line.matches()).isTrue();
        Accounts accounts = read(line);
        assertThat(accounts.started)
                .as("%s", accounts)
                .isEqualTo(accounts.exported + accounts.sampledOut + accounts.dropped + accounts.unfinished);
        return accounts;
    }

    private static Accounts read(Matcher line) {
        return new Accounts(
                Long.parseLong(line.group("started")),
                Long.parseLong(line.group("exported")),
                Long.parseLong(line.group("sampledOut")),
                Long.parseLong(line.group("dropped")),
                Long.parseLong(line.group("shed")),
                Long.parseLong(line.group("buffersFull")),
                Long.parseLong(line.group("failed")),
                Long.parseLong(line.group("unfinished")),
                Long.parseLong(line.group("requests")));
    }

    private void assertMatches(OtlpReceiver receiver) {
        Set<String> ids = new HashSet<>();
        receiver.spans().forEach(span -> ids.add(span.spanId()));
        assertThat(receiver.spans()).as("spans, some of them twice").hasSize(ids.size());
        assertThat(started)
                .as("started = received %d + sampled out + dropped + unfinished in %s", ids.size(), this)
                .isEqualTo(ids.size() + sampledOut + dropped + unfinished);
        assertThat(exported).as("%s", this).isEqualTo(ids.size());
        assertThat(requests).as("%s", this).isEqualTo(receiver.requests().size());
    }
}
