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
 */
public record ReceiverOptions(int port, boolean fast, Fault fault, int keep) {
    public static final ReceiverOptions DEFAULT = new ReceiverOptions(0, false, Fault.OK, 0);

    /**
     * Reads {@code [--port N] [--fast] [--fault NAME] [--keep N]}.
     *
     * @throws IllegalArgumentException if that is something else
     */
    static ReceiverOptions parse(List<String> arguments) {
        ReceiverOptions options = DEFAULT;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String name = rest.next();
            if (name.equals("--fast")) {
                options = new ReceiverOptions(options.port, true, options.fault, options.keep);
                continue;
            }
            if (!rest.hasNext()) {
                throw new IllegalArgumentException("unknown, or without a value: " + name);
            }
            String value = rest.next();
            options = switch (name) {
                case "--port" ->
                    new ReceiverOptions(Integer.parseInt(value), options.fast, options.fault, options.keep);
                case "--fault" -> options.withFault(Fault.valueOf(value));
                case "--keep" ->
                    new ReceiverOptions(options.port, options.fast, options.fault, Integer.parseInt(value));
                default -> throw new IllegalArgumentException("unknown: " + name);
            };
        }
        return options;
    }

    public ReceiverOptions withFault(Fault other) {
        return new ReceiverOptions(port, fast, other, keep);
    }
}
