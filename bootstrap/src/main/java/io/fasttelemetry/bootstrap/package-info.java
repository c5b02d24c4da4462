/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The hot path: everything that woven code touches, and the hand-over to the export thread.
 *
 * <p><b>Where it lives.</b> The packaged agent defines these classes straight into the boot loader, renamed into {@code
 * java.lang} ({@code java.lang.FastTelemetryTracer} and so on), so that woven code links from every class loader. Only
 * {@code java.base} may be used here; no logging, regular expressions, streams, files, lambdas or {@code invokedynamic}.
 *
 * <p><b>Two sides.</b> <i>Producers</i> are the application's threads: {@link ThreadState#enter}, {@link ThreadState#exit} and what
 * they reach never lock, park or log, and throw into woven code alone, where no stack is left; one exception:
 * who throws an exception with a {@code getMessage} of its own waits some milliseconds for it ({@link ExceptionCaller}). <i>The consumer</i> is one export thread: {@link SpanCollector#drainTo}.
 *
 * <pre>
 *   woven method ─ enter/exit ─▶ ThreadState ─ offer ─▶ SpanBuffer: SpanChunk ▶ SpanChunk ─ drainTo ─▶ SpanVisitor
 *                                                          ▲  chunk by chunk     │
 *                                                          └──── ChunkPool ◀─────┘  one byte budget for all
 * </pre>
 *
 * <p><b>The memory order is named at each access</b>: {@code getAcquire}, {@code setRelease}, {@code setPlain}. A race that
 * is meant is called benign, with its worst case.
 */
package io.fasttelemetry.bootstrap;
