/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.config.RedactedNames;
import io.fasttelemetry.agent.export.ExceptionText;
import io.fasttelemetry.agent.export.ThrownTexts;
import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.log.RateLimitedLog;
import io.fasttelemetry.bootstrap.Operation;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanClock;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.bootstrap.SpanVisitor;
import io.fasttelemetry.bootstrap.ThrownRecord;
import io.fasttelemetry.proto.AttributeBytes;
import io.fasttelemetry.proto.AttributeKey;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.ExceptionEventEncoder;
import io.fasttelemetry.proto.GzipWriter;
import io.fasttelemetry.proto.SpanConstants;
import io.fasttelemetry.proto.SpanEncoder;
import io.fasttelemetry.proto.TraceRequestEncoder;
import java.util.Set;

/**
 * Encodes records into batches, directly as protobuf bytes. Owned by the export thread.
 *
 * <p>A batch is closed when it has the max number of spans or bytes for one request. A record that cannot be encoded is
 * taken out again and counted as dropped; the others stay.
 */
final class BatchEncoder implements SpanVisitor {
    /** Well below what receivers accept in one request, before compression. */
    private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    /** Flags: sampled, random id (W3C Trace Context Level 2), parent known to be local (trace.proto, SpanFlags). */
    private static final int FLAGS = 0x103;

    private static final String FUNCTION_NAME = "code.function.name";
    private static final AttributeKey THREAD_ID = AttributeKey.of("thread.id");
    private static final AttributeKey THREAD_NAME = AttributeKey.of("thread.name");
    private static final AttributeKey ERROR_TYPE = AttributeKey.of("error.type");

    private static final Set<String> OWN_KEYS =
            Set.of(FUNCTION_NAME, THREAD_ID.name(), THREAD_NAME.name(), ERROR_TYPE.name());

    private final TraceRequestEncoder request;
    private final GzipWriter gzip;
    private final int maxSpans;
    private final int ownMaxBytes;
    private int maxBytes;
    private final ExportQueue queue;
    private final ExportCounters counters;
    private final DropAttributes drops;
    private final RateLimitedLog log = new RateLimitedLog();
    private final ThrownTexts texts = new ThrownTexts();
    private SpanConstants[] constants = new SpanConstants[64];
    private final TraceStates traceStates = new TraceStates();
    private final AttributeBytes threadAttributes = new AttributeBytes();
    private final CapturedAttributes captured;
    private long attributesThreadId = -1;
    private String attributesThreadName;

    /**
     * @param gzip null for requests that are not compressed
     * @param budgetBytes byte budget of all buffers; a request under construction takes a quarter of it at most
     */
    BatchEncoder(
            TraceRequestEncoder request,
            GzipWriter gzip,
            int maxSpans,
            long budgetBytes,
            ExportQueue queue,
            ExportCounters counters,
            DropAttributes drops,
            RedactedNames redacted) {
        this.request = request;
        this.captured = new CapturedAttributes(redacted, OWN_KEYS);
        this.gzip = gzip;
        this.maxSpans = maxSpans;
        this.ownMaxBytes = (int) Math.min(MAX_REQUEST_BYTES, budgetBytes / 4);
        this.maxBytes = ownMaxBytes;
        this.queue = queue;
        this.counters = counters;
        this.drops = drops;
    }

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        long mark = request.mark();
        try {
            encode(records, offset, thrown, threadName);
        } catch (Throwable t) {
            request.rollback(mark);
            counters.dropped(DropReason.ERROR, 1);
            if (t instanceof VirtualMachineError) {
                throw t; // there may be more memory or stack after a pause
            }
            log.warn("encode", "a span cannot be encoded and is dropped: " + t);
            return;
        }
        if (request.spanCount() >= maxSpans || request.sizeBytes() >= maxBytes) {
            close();
        }
    }

    /** Limits later batches to the size that the receiver is known to take, in bytes before compression. */
    void limit(long receiverBytes) {
        maxBytes = (int) Math.min(ownMaxBytes, receiverBytes / 8 * 7); // an eighth is left for the last span
    }

    /**
     * Closes the open batch, if there is one, and queues it. If that fails because memory is short, the next call tries
     * again.
     */
    void close() {
        if (request.spanCount() > 0) {
            drops.update(request);
            long mark = request.mark();
            try {
                queue.add(request.finish(gzip));
            } catch (Throwable t) {
                request.rollback(mark);
                throw t;
            }
            request.reset();
        }
    }

    int openCount() {
        return request.spanCount();
    }

    private void encode(long[] records, int offset, ThrownRecord thrown, String threadName) {
        long descriptor = records[offset + SpanLayout.DESCRIPTOR];
        long start = records[offset + SpanLayout.START_NANOS];
        long startEpochNanos = start + SpanClock.offsetNanos(SpanLayout.anchor(descriptor));
        long endEpochNanos = startEpochNanos + (records[offset + SpanLayout.END_NANOS] - start);
        SpanEncoder span = request.span();
        span.begin(
                records[offset + SpanLayout.TRACE_ID_HIGH],
                records[offset + SpanLayout.TRACE_ID_LOW],
                records[offset + SpanLayout.SPAN_ID],
                records[offset + SpanLayout.PARENT_SPAN_ID],
                FLAGS,
                startEpochNanos,
                endEpochNanos);
        String traceState = traceStates.at(SpanLayout.shedLevel(descriptor));
        if (traceState != null) {
            span.traceState(traceState);
        }
        span.constants(constants(SpanLayout.operationId(descriptor)));
        encodeThread(span, records[offset + SpanLayout.THREAD_ID], threadName);
        int leftOut = captured.encode(span.attributes(), records, offset);
        if (thrown != null) {
            span.attributes().write(ERROR_TYPE, thrown.type.name);
        }
        span.droppedAttributesCount(leftOut);
        if (thrown != null) {
            encodeException(span, thrown, endEpochNanos);
        }
        span.end();
    }

    /**
     * Encodes the thread's attributes, or copies the bytes of the span before: many spans in a row are of one thread.
     */
    @SuppressWarnings("ReferenceEquality") // an equal name in another object is only slower
    private void encodeThread(SpanEncoder span, long threadId, String threadName) {
        if (threadId == attributesThreadId && threadName == attributesThreadName) {
            span.attributes(threadAttributes);
            return;
        }
        int mark = span.attributesMark();
        span.attributes().write(THREAD_ID, threadId);
        span.attributes().write(THREAD_NAME, threadName);
        span.keepAttributes(mark, threadAttributes);
        attributesThreadId = threadId;
        attributesThreadName = threadName;
    }

    private void encodeException(SpanEncoder span, ThrownRecord thrown, long epochNanos) {
        texts.read(thrown, true);
        String type = thrown.type.name;
        String message = texts.message();
        ExceptionEventEncoder.write(
                span,
                epochNanos,
                type,
                message,
                texts.stackTrace(),
                ExceptionText.MAX_MESSAGE_LENGTH,
                ExceptionText.MAX_STACK_TRACE_LENGTH);
        span.status(SpanEncoder.STATUS_ERROR, message, ExceptionText.MAX_MESSAGE_LENGTH);
    }

    private SpanConstants constants(int operationId) {
        if (operationId >= constants.length) {
            SpanConstants[] larger = new SpanConstants[Math.max(operationId + 1, constants.length * 2)];
            System.arraycopy(constants, 0, larger, 0, constants.length);
            constants = larger;
        }
        SpanConstants known = constants[operationId];
        if (known == null) {
            Operation operation = Operations.get(operationId);
            AttributeSet attributes = new AttributeSet().put(FUNCTION_NAME, operation.functionName);
            for (int i = 0; i < operation.attributes.length; i += 2) {
                attributes.put(operation.attributes[i], operation.attributes[i + 1]);
            }
            known = new SpanConstants(operation.spanName, operation.kind, attributes);
            constants[operationId] = known;
        }
        return known;
    }
}
