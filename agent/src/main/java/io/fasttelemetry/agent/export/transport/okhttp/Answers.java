/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.proto.BodyText;
import io.fasttelemetry.proto.ExportResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Interprets answers of the receiver. Stateless; reads the body as far as it is needed, and leaves closing it to the
 * caller.
 */
final class Answers {
    /** The max number of bytes read from a response (OTLP/HTTP, "Responses", recommended limit). */
    private static final long MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

    private static final int MAX_ERROR_BYTES = 16 * 1024;

    private Answers() {}

    static SendResult interpret(Response response) {
        int code = response.code();
        if (code >= 200 && code < 300) {
            return delivered(response);
        }
        String message = describe(response);
        if (code == 429 || code == 502 || code == 503 || code == 504) {
            long retryAfter = RetryAfter.parseNanos(response.header(HideRetryAfter.SEEN), System.currentTimeMillis());
            return SendResult.retry(message, retryAfter);
        }
        SendResult.Outcome outcome = code == 413 ? SendResult.Outcome.TOO_LARGE : SendResult.Outcome.REFUSED;
        return SendResult.failed(outcome, message);
    }

    /**
     * Interprets a 2xx answer. The receiver has the spans, and must not get them twice, even if its answer cannot be
     * read. The exception is an HTML page: it comes from a login or default page, which has discarded the request.
     */
    private static SendResult delivered(Response response) {
        try {
            byte[] body = read(response, MAX_RESPONSE_BYTES + 1);
            if (body.length > MAX_RESPONSE_BYTES) {
                return SendResult.delivered(0, "the answer is larger than 4 MiB");
            }
            if (isEncoded(response)) {
                return SendResult.delivered(0, encoded(response));
            }
            if (BodyText.isHtmlPage(body)) {
                return SendResult.failed(
                        SendResult.Outcome.REFUSED,
                        "HTTP " + response.code() + " with an HTML page; is this the address of an OTLP receiver? "
                                + BodyText.sanitise(body, "text/html"));
            }
            ExportResponse answer = ExportResponse.decode(body);
            String message = answer.errorMessage();
            return SendResult.delivered(answer.rejectedSpans(), message == null || message.isEmpty() ? null : message);
        } catch (IOException e) {
            return SendResult.delivered(0, "the answer broke off: " + e.getMessage());
        } catch (Throwable t) { // out of memory, for instance
            return SendResult.delivered(0, "the answer was not understood: " + t);
        }
    }

    private static String describe(Response response) {
        String text = "HTTP " + response.code();
        String location = response.header("Location");
        if (location != null) {
            text += " to " + sanitise(location);
        }
        if (isEncoded(response)) {
            return text + ": " + encoded(response);
        }
        try {
            String body = BodyText.sanitise(read(response, MAX_ERROR_BYTES), response.header("Content-Type"));
            return body == null || body.isEmpty() ? text : text + ": " + body;
        } catch (IOException e) {
            return text; // the status says enough
        }
    }

    /**
     * Whether the body is compressed although the request excluded that. Such a body is not inflated, since its size is
     * unknown.
     */
    private static boolean isEncoded(Response response) {
        return !response.header("Content-Encoding", "identity").equalsIgnoreCase("identity");
    }

    private static String encoded(Response response) {
        return "an answer in " + sanitise(response.header("Content-Encoding")) + ", which was not asked for";
    }

    private static String sanitise(String header) {
        return BodyText.sanitise(header.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private static byte[] read(Response response, long maxBytes) throws IOException {
        BufferedSource source = response.body().source();
        source.request(maxBytes);
        byte[] body = new byte[(int) Math.min(maxBytes, source.getBuffer().size())];
        source.readFully(body);
        return body;
    }
}
