/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A collector beside what it ought to be: a queue for each thread, and one limit for all chunks. Random steps on one
 * thread: threads come, offer, share a buffer, end; the consumer drains a part or all, or only reaps, its visitor
 * fails, the limit moves.
 */
final class RecorderModel {
    private static final int CHUNKS = 16;
    private static final int STRIPES = 2;
    private static final int STEPS = 60;

    /** What one thread offered to its buffer and has not yet seen drained. */
    private static final class Producer {
        final ThreadState state;
        final SpanBuffer buffer;
        final LiveThread thread;
        final ArrayDeque<Long> pending = new ArrayDeque<>();
        final CapturedValues values = new CapturedValues();

        Producer(ThreadState state, SpanBuffer buffer, LiveThread thread) {
            this.state = state;
            this.buffer = buffer;
            this.thread = thread;
        }
    }

    /** The visitor's own failure. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final SpanCollector collector = new SpanCollector((long) CHUNKS * SpanChunk.BYTES, 1 << 30, STRIPES);
    private final Random random;
    private final List<Producer> owning = new ArrayList<>();
    private final List<Producer> ended = new ArrayList<>();
    private final List<Producer> sharing = new ArrayList<>();
    private final Map<Long, Producer> byThreadId = new HashMap<>();
    /** Slots used so far, those left behind at the end of a chunk included. */
    private final Map<SpanBuffer, Long> usedSlots = new HashMap<>();

    /** Spans whose values found no room. */
    private final Set<Long> bare = new HashSet<>();

    private long number;
    private long queueFullCount;
    private long drainedCount;
    private int failIn = Integer.MAX_VALUE;

    RecorderModel(long seed) {
        random = new Random(seed);
    }

    /** Returns how many records found no room. */
    long run() {
        try {
            for (int i = 0; i < 3; i++) {
                startOwning();
                startSharing(i % STRIPES);
            }
            for (int step = 0; step < STEPS; step++) {
                step();
                checkCounts();
            }
            end();
            return queueFullCount;
        } finally {
            owning.forEach(producer -> producer.thread.close());
        }
    }

    private void step() {
        switch (random.nextInt(13)) {
            case 0 -> {
                Producer producer = owning.remove(random.nextInt(owning.size()));
                producer.thread.close(); // what it offered is still to come
                ended.add(producer);
                startOwning();
            }
            case 1 -> startSharing(random.nextInt(STRIPES));
            case 2 -> drain(Integer.MAX_VALUE);
            case 3, 4 -> drain(1 + random.nextInt(300));
            case 5 -> drainWithFailure();
            case 6 -> {
                collector.limitBytes((1L + random.nextInt(CHUNKS)) * SpanChunk.BYTES);
            }
            case 7 -> offer(sharing.get(random.nextInt(sharing.size())), 1 + random.nextInt(250));
            case 8 -> takeTurns();
            case 9 -> reap();
            default -> offer(owning.get(random.nextInt(owning.size())), 1 + random.nextInt(250));
        }
    }

    private void startOwning() {
        LiveThread thread = new LiveThread(collector, "owner");
        Producer producer = new Producer(thread.state, thread.buffer, thread);
        owning.add(producer);
        byThreadId.put(thread.id(), producer);
    }

    private void startSharing(int stripe) {
        ThreadState state = new ThreadState(collector.sharedBuffer(stripe), new Thread("sharer"), false);
        Producer producer = new Producer(state, state.shared, null);
        sharing.add(producer);
        byThreadId.put(state.threadId, producer);
    }

    /** One record each, several times. */
    private void takeTurns() {
        for (int round = random.nextInt(40); round >= 0; round--) {
            owning.forEach(producer -> offer(producer, 1));
            sharing.forEach(producer -> offer(producer, 1));
        }
    }

    private void offer(Producer producer, int count) {
        for (int i = 0; i < count; i++) {
            long used = usedSlots.getOrDefault(producer.buffer, 0L);
            boolean withValues = random.nextInt(3) == 0;
            int tail = withValues ? Marked.tailRecords(number + 1) : 0;
            boolean full = used % SpanChunk.CAPACITY == 0;
            boolean begunAnew = used > 0 && producer.thread != null && producer.pending.isEmpty();
            boolean poolIsEmpty = collector.lentChunkCount() >= limit();
            boolean refused = full && !begunAnew && poolIsEmpty;
            number++;
            if (!full && used % SpanChunk.CAPACITY + tail >= SpanChunk.CAPACITY) {
                if (poolIsEmpty) {
                    tail = 0;
                    bare.add(number);
                } else {
                    used = (used / SpanChunk.CAPACITY + 1) * SpanChunk.CAPACITY;
                }
            }
            if (producer.buffer instanceof OwnedBuffer owned) {
                owned.countStarted();
            } else {
                producer.state.shared.countStarted(1);
            }
            if (withValues) {
                Marked.offerWithValues(producer.buffer, producer.state, producer.values, number);
            } else {
                Marked.offer(producer.buffer, producer.state, number);
            }
            if (refused) {
                queueFullCount++;
            } else {
                producer.pending.add(number);
                usedSlots.put(producer.buffer, used + 1 + tail);
            }
        }
    }

    /** Chunks that may be lent, since buffers of threads weigh something as well. */
    private long limit() {
        return collector.capacityCount() / SpanChunk.CAPACITY;
    }

    /** Only ended threads that have records left keep a buffer. */
    private void reap() {
        collector.reap();

        long left =
                ended.stream().filter(producer -> !producer.pending.isEmpty()).count();
        check(collector.ownerCount(), owning.size() + left, "buffers after ended threads were reaped");
    }

    private void drain(int maxCount) {
        int pending = pendingCount();
        long drainedBefore = drainedCount;

        int count = collector.drainTo(this::visit, maxCount);

        check(count, Math.min(pending, maxCount), "drained");
        check(drainedCount - drainedBefore, count, "visited");
        if (count < maxCount) {
            check(collector.lentChunkCount(), liveBufferCount(), "chunks after all was drained");
            check(collector.ownerCount(), owning.size(), "buffers after all was drained");
        }
    }

    private void drainWithFailure() {
        failIn = 1 + random.nextInt(300);
        int expected = Math.min(pendingCount(), failIn);
        boolean fails = expected == failIn;
        long drainedBefore = drainedCount;
        try {
            collector.drainTo(this::visit, Integer.MAX_VALUE);
            check(0, fails ? 1 : 0, "failures");
        } catch (Refused e) {
            check(1, fails ? 1 : 0, "failures");
        }
        failIn = Integer.MAX_VALUE;
        check(drainedCount - drainedBefore, expected, "visited until the failure");
    }

    private void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        Producer producer = byThreadId.get(records[offset + SpanLayout.THREAD_ID]);
        long seen = Marked.number(records, offset, thrown);
        check(seen, producer.pending.remove(), "next of its thread");
        check(Captured.read(records, offset).leftOutCount() > 0 ? 1 : 0, bare.remove(seen) ? 1 : 0, "without values");
        check(threadName.equals(producer.thread == null ? "sharer" : "owner") ? 1 : 0, 1, "thread name");
        drainedCount++;
        if (--failIn == 0) {
            throw new Refused();
        }
    }

    /** Those that keep their last chunk though it is drained. */
    private long liveBufferCount() {
        long shared = sharing.stream()
                .map(producer -> producer.buffer)
                .distinct()
                .filter(usedSlots::containsKey)
                .count();
        return shared
                + owning.stream()
                        .filter(producer -> usedSlots.containsKey(producer.buffer))
                        .count();
    }

    private int pendingCount() {
        int count = 0;
        for (Producer producer : byThreadId.values()) {
            count += producer.pending.size();
        }
        return count;
    }

    private void checkCounts() {
        SpanCollectorCounts stats = collector.counts();
        check(stats.startedCount, number, "started");
        check(stats.queueFullCount, queueFullCount, "dropped");
        check(stats.drainedCount, drainedCount, "drained in all");
        check(stats.pendingCount, pendingCount(), "pending");
        assertThat(collector.createdChunkCount()).isLessThanOrEqualTo(CHUNKS);
    }

    private void end() {
        drain(Integer.MAX_VALUE);
        owning.forEach(producer -> producer.thread.close());
        owning.clear();
        drain(1);
        check(pendingCount(), 0, "left");
        checkCounts();
    }

    /** Called for every record: cheaper than an assertion. */
    private static void check(long actual, long expected, String what) {
        if (actual != expected) {
            throw new AssertionError(what + ": " + actual + " instead of " + expected);
        }
    }
}
