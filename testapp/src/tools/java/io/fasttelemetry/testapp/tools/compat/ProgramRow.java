/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.compat;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import io.fasttelemetry.testapp.tools.receiver.ReceiverCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code ProgramRow PROGRAM RESULT MILLIS [AGENT_LOG RECEIVER_OUTPUT]}: a row of the table of real programs, and
 * below it what the agent said at its end; exit code 1 unless the result is {@code ok}, and every span arrived once
 * if there was an agent.
 *
 * @param closing empty if there was no agent, or if it said nothing
 * @param receiver empty if there was no agent
 */
record ProgramRow(
        String program,
        String result,
        long millis,
        Optional<ClosingMessage> closing,
        Optional<ReceiverCounts> receiver) {

    public static void main(String[] args) throws IOException {
        boolean traced = args.length > 3;
        ProgramRow row = new ProgramRow(
                args[0],
                args[1],
                Long.parseLong(args[2]),
                traced ? ClosingMessage.find(Files.readString(Path.of(args[3]))) : Optional.empty(),
                traced ? Optional.of(ReceiverCounts.find(Files.readString(Path.of(args[4])))) : Optional.empty());
        System.out.println(row);
        row.closing.ifPresent(message -> System.out.println(message.text()));
        System.exit(row.verdict().equals("ok") ? 0 : 1);
    }

    /** The result of the program itself, unless spans are missing or came twice. */
    String verdict() {
        return receiver.isEmpty() || isWhole(receiver.get()) ? result : "SPANS DIFFER";
    }

    private boolean isWhole(ReceiverCounts counts) {
        return counts.received() > 0
                && counts.duplicates() == 0
                && counts.bad() == 0
                && closing.isPresent()
                && closing.get().exported() == counts.received();
    }

    @Override
    public String toString() {
        String sent = receiver.isEmpty()
                ? "-"
                : closing.map(message -> "" + message.exported()).orElse("none");
        return String.format(
                Locale.ROOT,
                "%-22s %-14s %8s %12s %12s %10s",
                program,
                verdict(),
                String.format(Locale.ROOT, "%.1fs", millis / 1000.0),
                "received=" + receiver.map(counts -> "" + counts.received()).orElse("-"),
                "sent=" + sent,
                "twice=" + receiver.map(counts -> "" + counts.duplicates()).orElse("-"));
    }
}
