/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import java.util.List;

/**
 * {@code ReceiverMain OPTION...}: a {@link Receiver} in a process of its own, with {@link ReceiverOptions}. Prints
 * {@code port=…}, and on SIGTERM what it got.
 */
public final class ReceiverMain {
    private ReceiverMain() {}

    public static void main(String[] arguments) {
        Receiver receiver = new Receiver(ReceiverOptions.parse(List.of(arguments)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(receiver.counts())));
        System.out.println("port=" + receiver.port());
    }
}
