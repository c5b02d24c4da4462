/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.config.HttpHeader;
import io.fasttelemetry.agent.config.ReceiverConfig;
import java.util.Collections;
import java.util.Objects;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * The receiver of one signal: a client with the certificates for it, and a template of its requests, with URL and
 * headers. Immutable.
 */
final class Target {
    final OkHttpClient client;
    final Request template;
    private final ReceiverConfig receiver;

    private Target(ReceiverConfig receiver, OkHttpClient client, String userAgent) {
        this.receiver = receiver;
        this.client = client;
        Headers.Builder headers = new Headers.Builder();
        for (HttpHeader header : receiver.headers()) {
            headers.addUnsafeNonAscii(header.name(), header.value()); // percent-decoded bytes, as UTF-8
        }
        template = new Request.Builder()
                .url(receiver.url())
                .headers(headers.build())
                .header("User-Agent", userAgent)
                .header("Accept-Encoding", "identity")
                .build();
    }

    /**
     * Makes a target with connections of its own.
     *
     * @param builder the settings that all receivers have in common
     * @throws IllegalArgumentException if the certificates cannot be used; the message names the file
     */
    static Target of(OkHttpClient.Builder builder, ReceiverConfig receiver, String userAgent) {
        builder.socketFactory(new RequestSockets(!receiver.usesTls()));
        if (receiver.usesTls()) {
            builder.connectionSpecs(Collections.singletonList(ConnectionSpec.MODERN_TLS));
            Tls.configure(builder, receiver);
        } else {
            builder.connectionSpecs(Collections.singletonList(ConnectionSpec.CLEARTEXT));
        }
        return new Target(receiver, builder.build(), userAgent);
    }

    /**
     * Makes a further target. It shares the connections of this one only if both receivers use the same certificates
     * and keys.
     */
    Target beside(ReceiverConfig other, String userAgent) {
        boolean same = receiver.usesTls() == other.usesTls()
                && (!receiver.usesTls()
                        || (Objects.equals(receiver.certificateFile(), other.certificateFile())
                                && Objects.equals(receiver.clientCertificateFile(), other.clientCertificateFile())
                                && Objects.equals(receiver.clientKeyFile(), other.clientKeyFile())));
        return same ? new Target(other, client, userAgent) : of(client.newBuilder(), other, userAgent);
    }
}
