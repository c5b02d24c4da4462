/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/**
 * The address that requests of one signal go to, and the credentials that this receiver may see. Immutable; any
 * thread. {@link #toString} shows neither header values nor the query of the URL.
 */
public final class ReceiverConfig {
    private final String url;
    private final List<HttpHeader> headers;
    private final String certificateFile;
    private final String clientCertificateFile;
    private final String clientKeyFile;

    ReceiverConfig(
            String url,
            List<HttpHeader> headers,
            String certificateFile,
            String clientCertificateFile,
            String clientKeyFile) {
        this.url = url;
        this.headers = headers;
        this.certificateFile = certificateFile;
        this.clientCertificateFile = clientCertificateFile;
        this.clientKeyFile = clientKeyFile;
    }

    /** The complete URL. */
    public String url() {
        return url;
    }

    public List<HttpHeader> headers() {
        return headers;
    }

    public boolean usesTls() {
        return url.startsWith("https:");
    }

    /** The certificates to trust, a PEM file; null: the platform's. */
    public String certificateFile() {
        return certificateFile;
    }

    /** The agent's own certificate, a PEM file; null exactly if {@link #clientKeyFile} is. */
    public String clientCertificateFile() {
        return clientCertificateFile;
    }

    /** The key of that certificate, a PEM file. */
    public String clientKeyFile() {
        return clientKeyFile;
    }

    @Override
    public String toString() {
        return Options.ENDPOINT.show(url) + " " + headers;
    }
}
