/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The hot path: everything that woven code touches, and the hand-over to the export thread.
 *
 * <p><b>Where it lives.</b> The packaged agent defines these classes straight into the boot loader, renamed into {@code
 * java.lang} ({@code java.lang.FastTelemetryTracer} and so on), so that woven code links from every class loader. Only
 * {@code java.base} may be used here; no logging, regular expressions, streams, files, lambdas
 * or {@code invokedynamic}.
 *
 * <p><b>Two sides.</b> <i>Producers</i> are the application's threads. {@link ThreadState#enter}, {@link
 * ThreadState#exit} and what they reach never lock, park or log; only where no stack is left do they throw, and woven
 * code catches that. With one exception: a thread that throws an exception with a {@code getMessage} of its own waits
 * for the message, some milliseconds at most ({@link ExceptionCaller}). <i>The consumer</i> is one export thread:
 * {@link SpanCollector#drainTo}.
 *
 * <pre>
 *   woven method ─ enter/exit ─▶ ThreadState ─ offer ─▶ SpanBuffer: SpanChunk ▶ SpanChunk ─ drainTo ─▶ SpanVisitor
 *                                                          ▲  chunk by chunk     │
 *                                                          └──── ChunkPool ◀─────┘  one byte budget for all
 * </pre>
 *
 * <p><b>Memory order.</b> The hand-over of a record goes through one variable, {@link SpanChunk#tail}, whose order is
 * named at each access: {@code getAcquire}, {@code setRelease}, {@code setPlain}. All other shared variables are
 * volatile or atomic, or are plain with a race that a comment calls benign and gives the worst case of.
 */
package io.fasttelemetry.bootstrap;
