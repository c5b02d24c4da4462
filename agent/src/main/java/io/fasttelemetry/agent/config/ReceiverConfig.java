/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/**
 * The receiver of one signal: its URL, and the credentials that it may see. Immutable; any thread. {@link #toString}
 * shows neither header values nor the query of the URL.
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

    /** A PEM file with the certificates to trust; null for the platform's. */
    public String certificateFile() {
        return certificateFile;
    }

    /** A PEM file with the agent's own certificate; null exactly if {@link #clientKeyFile} is. */
    public String clientCertificateFile() {
        return clientCertificateFile;
    }

    /** A PEM file with the key of {@link #clientCertificateFile}. */
    public String clientKeyFile() {
        return clientKeyFile;
    }

    @Override
    public String toString() {
        return Options.ENDPOINT.show(url) + " " + headers;
    }
}
