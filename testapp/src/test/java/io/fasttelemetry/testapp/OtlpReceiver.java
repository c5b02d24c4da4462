/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A real OTLP/HTTP receiver on loopback, under the test's control. Every request is kept and checked strictly; answers
 * can be scripted.
 *
 * <p>Any thread may call it. A request that breaks the protocol is answered 400 and makes {@link #close} fail, and so
 * does every method that hands out spans, unless {@link #takeViolations} was asked.
 */
public final class OtlpReceiver implements AutoCloseable {
    /** Held here since a logger is collected, and its level forgotten, when nobody does. */
    private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

    static {
        SERVER_LOG.setLevel(Level.WARNING);
    }

    private final MockWebServer server = new MockWebServer();
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final List<ReceivedSpan> spans = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private Answer otherwise = Answer.ok();

    private OtlpReceiver() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return receive(request);
            }

            @Override
            public MockResponse peek() {
                return next(false).response();
            }
        });
    }

    public static OtlpReceiver start() {
        return startAt(0);
    }

    /** On that port: a receiver that comes back after an outage. */
    public static OtlpReceiver startAt(int port) {
        try {
            return startAt(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** On another address of this machine, which {@link #url} does not know. */
    public static OtlpReceiver startAt(InetAddress address, int port) {
        OtlpReceiver receiver = new OtlpReceiver();
        try {
            receiver.server.start(address, port);
        } catch (IOException e) {
            throw new AssertionError("no receiver on port " + port, e);
        }
        return receiver;
    }

    public int port() {
        return server.getPort();
    }

    /** The base endpoint, without {@code /v1/traces}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The next requests get these answers, in this order; after them it is as before. */
    public synchronized OtlpReceiver answerNext(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /** Every request for which nothing is scripted gets this answer. */
    public synchronized OtlpReceiver answerAlways(Answer answer) {
        otherwise = answer;
        return this;
    }

    private synchronized Answer next(boolean remove) {
        Answer scripted = remove ? script.poll() : script.peek();
        return scripted == null ? otherwise : scripted;
    }

    private synchronized MockResponse receive(RecordedRequest recorded) {
        Answer answer = next(true);
        if (answer.response().getOnRequestStart() != null) {
            return answer.response();
        }
        ReceivedRequest request = RequestCheck.read(recorded, answer.isDelivered());
        requests.add(request);
        if (request.delivered()) {
            spans.addAll(request.spans());
        }
        request.violations().forEach(violation -> violations.add("request " + requests.size() + ": " + violation));
        notifyAll();
        return request.violations().isEmpty()
                ? answer.response()
                : Answer.status(400)
                        .body(String.join("; ", request.violations()))
                        .response();
    }

    /** Every request so far, whatever its answer. */
    public synchronized List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Every span that was taken with a 2xx, in order of arrival. */
    public synchronized List<ReceivedSpan> spans() {
        failOnViolations();
        return List.copyOf(spans);
    }

    /** Waits until at least that many spans were taken. */
    public List<ReceivedSpan> awaitSpans(int count, Duration timeout) {
        await(() -> spans.size() >= count, timeout, () -> spans.size() + " of " + count + " spans");
        return spans();
    }

    /** Waits until at least that many requests came, whatever their answer. */
    public List<ReceivedRequest> awaitRequests(int count, Duration timeout) {
        await(() -> requests.size() >= count, timeout, () -> requests.size() + " of " + count + " requests");
        return requests();
    }

    private synchronized void await(BooleanSupplier condition, Duration timeout, Supplier<String> progress) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            failOnViolations();
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new AssertionError("after " + timeout.toMillis() + " ms only " + progress.get()
                        + " arrived; names: "
                        + spans.stream().map(ReceivedSpan::name).distinct().toList());
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting", e);
            }
        }
    }

    public List<ReceivedSpan> spansNamed(String name) {
        return spans().stream().filter(span -> span.name().equals(name)).toList();
    }

    /** The one span of that name; none or several are an error. */
    public ReceivedSpan spanNamed(String name) {
        List<ReceivedSpan> found = spansNamed(name);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " spans are named " + name + "; names: "
                    + spans().stream().map(ReceivedSpan::name).distinct().toList());
        }
        return found.get(0);
    }

    public List<ReceivedSpan> roots() {
        return spans().stream().filter(ReceivedSpan::isRoot).toList();
    }

    public List<ReceivedSpan> childrenOf(ReceivedSpan parent) {
        return spans().stream().filter(span -> span.isChildOf(parent)).toList();
    }

    /** Spans whose parent was not received. */
    public List<ReceivedSpan> orphans() {
        Set<String> ids = new HashSet<>();
        spans().forEach(span -> ids.add(span.traceId() + span.spanId()));
        return spans().stream()
                .filter(span -> !span.isRoot() && !ids.contains(span.traceId() + span.parentSpanId()))
                .toList();
    }

    /** The ids of spans that were taken more than once. */
    public Set<String> duplicates() {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (ReceivedSpan span : spans()) {
            if (!seen.add(span.spanId())) {
                twice.add(span.spanId());
            }
        }
        return twice;
    }

    /** What was wrong so far; asking for it says that it was expected. */
    public synchronized List<String> takeViolations() {
        List<String> taken = List.copyOf(violations);
        violations.clear();
        return taken;
    }

    private synchronized void failOnViolations() {
        if (!violations.isEmpty()) {
            throw new AssertionError("requests against the protocol: " + violations);
        }
    }

    /** Ends the server and fails if any request broke the protocol. */
    @Override
    public void close() {
        server.close();
        failOnViolations();
    }
}
