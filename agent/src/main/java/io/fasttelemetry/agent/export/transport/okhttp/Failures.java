/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.export.transport.SendResult;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Interprets exceptions of calls. Stateless. */
final class Failures {
    private static final String NO_STATUS_LINE = "Unexpected status line";

    private Failures() {}

    /**
     * Whether the reason can be that a reused connection is no longer good: it was closed or reset, or bytes left over
     * from the previous answer were read as this one. A timeout does not count, since its time is used up.
     */
    static boolean isOfTheConnection(IOException e) {
        if (e instanceof ProtocolException) {
            return e.getMessage().startsWith(NO_STATUS_LINE);
        }
        return !(e instanceof InterruptedIOException);
    }

    /** @param connected whether a connection was made */
    static SendResult interpret(IOException e, boolean connected) {
        if (e instanceof ProtocolException) {
            String message = "unusable answer: " + e.getMessage();
            return e.getMessage().startsWith("HTTP 20") // a 204 or 205 with a body: the receiver has the spans
                    ? SendResult.delivered(0, message)
                    : SendResult.failed(SendResult.Outcome.REFUSED, message);
        }
        if (!connected && isUnreachable(e)) {
            return SendResult.failed(SendResult.Outcome.UNREACHABLE, e.toString());
        }
        String other = otherProtocol(e);
        return other == null
                ? SendResult.retry(e.toString(), SendResult.NO_RETRY_AFTER)
                : SendResult.failed(SendResult.Outcome.REFUSED, other);
    }

    /**
     * Whether no address answers, or this process can use none of them: an IPv6 address where IPv6 is switched off, for
     * instance. A lack of file descriptors does not count, since it may pass.
     */
    private static boolean isUnreachable(IOException e) {
        if (e instanceof ConnectException || e instanceof UnknownHostException || e instanceof NoRouteToHostException) {
            return true;
        }
        String message = String.valueOf(e.getMessage());
        return e instanceof SocketException
                && !message.contains("open files")
                && !message.contains("reset")
                && !message.contains("pipe");
    }

    /**
     * A message about the first bytes of the answer if they are not HTTP/1, otherwise null. OkHttp has them only in the
     * cause's message.
     */
    private static String otherProtocol(IOException e) {
        String bytes = e.getCause() instanceof EOFException ? e.getCause().getMessage() : null;
        if (bytes == null) {
            return null;
        }
        if (bytes.contains("content=0000")) {
            return "the receiver speaks HTTP/2 without TLS; the agent needs HTTP/1.1";
        }
        return bytes.contains("content=1503") ? "the receiver speaks TLS; its address begins with https:" : null;
    }
}
