/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import java.util.Iterator;
import java.util.List;

/**
 * How a receiver is to behave.
 *
 * @param port of loopback; 0 for any that is free
 * @param fast spans are counted and not looked into, which takes the least processor time: duplicates and times are
 *     not known
 * @param keep how many of the latest OTLP requests can be read back
 * @param delayMillis how long each OTLP request waits for its answer, as if the receiver were far away
 * @param unavailableEvery one of so many OTLP requests is answered 503, at random; 0 for none
 */
public record ReceiverOptions(int port, boolean fast, Fault fault, int keep, int delayMillis, int unavailableEvery) {
    public static final ReceiverOptions DEFAULT = new ReceiverOptions(0, false, Fault.OK, 0, 0, 0);

    /**
     * Reads {@code [--port N] [--fast] [--fault NAME] [--keep N] [--delay MILLIS] [--unavailable-every N]}.
     *
     * @throws IllegalArgumentException if that is something else
     */
    static ReceiverOptions parse(List<String> arguments) {
        int port = 0;
        boolean fast = false;
        Fault fault = Fault.OK;
        int keep = 0;
        int delayMillis = 0;
        int unavailableEvery = 0;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String name = rest.next();
            if (name.equals("--fast")) {
                fast = true;
                continue;
            }
            if (!rest.hasNext()) {
                throw new IllegalArgumentException("unknown, or without a value: " + name);
            }
            String value = rest.next();
            switch (name) {
                case "--port" -> port = Integer.parseInt(value);
                case "--fault" -> fault = Fault.valueOf(value);
                case "--keep" -> keep = Integer.parseInt(value);
                case "--delay" -> delayMillis = Integer.parseInt(value);
                case "--unavailable-every" -> unavailableEvery = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("unknown: " + name);
            }
        }
        return new ReceiverOptions(port, fast, fault, keep, delayMillis, unavailableEvery);
    }

    public ReceiverOptions withFault(Fault other) {
        return new ReceiverOptions(port, fast, other, keep, delayMillis, unavailableEvery);
    }
}
