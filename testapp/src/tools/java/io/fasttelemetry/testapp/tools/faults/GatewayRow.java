/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import io.fasttelemetry.testapp.tools.receiver.ReceiverCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code GatewayRow NAME STARTED AGENT_LOG RECEIVER_OUTPUT ACCESS_LOG}: a line on what went through nginx; exit code
 * 1 unless every span arrived once.
 *
 * @param answers of nginx: how many there are of each status
 */
record GatewayRow(
        String name,
        long started,
        Optional<ClosingMessage> closing,
        ReceiverCounts receiver,
        Map<String, Long> answers) {

    public static void main(String[] args) throws IOException {
        GatewayRow row = new GatewayRow(
                args[0],
                Long.parseLong(args[1]),
                ClosingMessage.find(Files.readString(Path.of(args[2]))),
                ReceiverCounts.find(Files.readString(Path.of(args[3]))),
                answers(Files.readString(Path.of(args[4]))));
        System.out.println(row);
        System.exit(row.isWhole() ? 0 : 1);
    }

    /** Counts the statuses in an access log of the format that nginx calls combined. */
    static Map<String, Long> answers(String accessLog) {
        return accessLog
                .lines()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.groupingBy(fields -> fields[8], TreeMap::new, Collectors.counting()));
    }

    boolean isWhole() {
        return closing.isPresent()
                && closing.get().exported() == started
                && receiver.received() == started
                && receiver.duplicates() == 0;
    }

    @Override
    public String toString() {
        String statuses = answers.entrySet().stream()
                .map(answer -> answer.getValue() + " of " + answer.getKey())
                .collect(Collectors.joining(", "));
        return name + ": started " + started + ", exported "
                + closing.map(message -> "" + message.exported()).orElse("?") + ", answers " + statuses + "; receiver: "
                + receiver;
    }
}
