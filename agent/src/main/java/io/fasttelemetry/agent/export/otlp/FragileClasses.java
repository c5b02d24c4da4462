/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.proto.ExceptionEventEncoder;
import io.fasttelemetry.proto.FastGzipWriter;
import io.fasttelemetry.proto.TraceRequestEncoder;
import io.fasttelemetry.proto.WireBuffer;

/**
 * Initialises the classes on the path of a span whose static initialisers allocate. In a heap that is full at the first
 * span such an initialiser would fail, and the class, and with it all spans, would be lost for the life of the process;
 * so it is run early. Loading a class without one can be tried again. Stateless.
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
            FastGzipWriter.class,
            BatchEncoder.class
        };
        for (Class<?> type : types) {
            Class.forName(type.getName(), true, type.getClassLoader());
        }
    }
}
