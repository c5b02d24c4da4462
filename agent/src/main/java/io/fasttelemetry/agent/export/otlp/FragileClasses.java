/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.proto.ExceptionEventEncoder;
import io.fasttelemetry.proto.GzipWriter;
import io.fasttelemetry.proto.TraceRequestEncoder;
import io.fasttelemetry.proto.WireBuffer;

/**
 * The classes on the way of a span whose static initialisers take memory. One that finds none, in a heap that happens
 * to be full with the first span, would be lost for the life of the process, and all spans with it; so they are
 * initialised when the export thread starts. Other classes can be loaded again and again until it works. Stateless.
 */
final class FragileClasses {
    private FragileClasses() {}

    static void initialise() throws ClassNotFoundException {
        ReloadingSender.initialise();
        Class<?>[] types = {
            SendResult.Outcome.class,
            Signal.class,
            WireBuffer.class,
            TraceRequestEncoder.class,
            ExceptionEventEncoder.class,
            GzipWriter.class,
            BatchEncoder.class
        };
        for (Class<?> type : types) {
            Class.forName(type.getName(), true, type.getClassLoader());
        }
    }
}
