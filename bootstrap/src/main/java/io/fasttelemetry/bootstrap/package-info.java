/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The recorder: the code that woven methods call, and the buffers from which the export thread drains.
 *
 * <p><b>Where it lives.</b> The packaged agent defines these classes in the boot loader, renamed into {@code java.lang}
 * ({@code java.lang.FastTelemetryTracer} and so on), so that woven code links from every class loader. Only {@code
 * java.base} may be used here; no logging, regular expressions, streams, files, lambdas or {@code invokedynamic}.
 *
 * <p><b>Two sides.</b> <i>Producers</i> are the application's threads. {@link ThreadState#enter}, {@link
 * ThreadState#exit} and what they reach never lock, park or log. They throw only when no stack is left, which woven
 * code catches. The one exception: a thread that throws an exception whose class overrides {@code getMessage} waits for
 * the message, some milliseconds at most ({@link ExceptionCaller}). <i>The consumer</i> is one export thread: {@link
 * SpanCollector#drainTo}.
 *
 * <pre>
 *   woven method ─ enter/exit ─▶ ThreadState ─ offer ─▶ SpanBuffer: SpanChunk ▶ SpanChunk ─ drainTo ─▶ SpanVisitor
 *                                                          ▲  chunk by chunk     │
 *                                                          └──── ChunkPool ◀─────┘  one byte budget for all
 * </pre>
 *
 * <p><b>Memory order.</b> A record of an owned buffer is published through one variable, {@link SpanChunk#tail}, with
 * an explicit order at each access: {@code getAcquire}, {@code setRelease}, {@code setPlain}. All other shared
 * variables are volatile or atomic, or plain with a benign race, whose worst case a comment describes.
 */
package io.fasttelemetry.bootstrap;
