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

/** What it means that a call threw. Stateless. */
final class Failures {
    private static final String NO_STATUS_LINE = "Unexpected status line";

    private Failures() {}

    /**
     * Whether this can be the end of a connection that was good for the request before: it was closed or reset, or
     * left over from that request's answer is something that is now taken for this one's. Not a timeout, which has
     * cost its time.
     */
    static boolean isOfTheConnection(IOException e) {
        if (e instanceof ProtocolException) {
            return e.getMessage().startsWith(NO_STATUS_LINE);
        }
        return !(e instanceof InterruptedIOException);
    }

    /** @param connected whether there was a connection at all */
    static SendResult interpret(IOException e, boolean connected) {
        if (e instanceof ProtocolException) {
            String message = "unusable answer: " + e.getMessage();
            return e.getMessage().startsWith("HTTP 20") // a body that must not be: but it has them
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
     * No address answers, or this process cannot use any of them: an IPv6 address where IPv6 is switched off, for
     * instance. Want of descriptors is something else: it may be over in a moment.
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

    /** What the first bytes of the answer say, if they are no HTTP/1; OkHttp tells them in the cause alone. */
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
