/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An authority made for one test, and the servers that it vouches for. */
public final class TestAuthority {
    public final HeldCertificate own = new HeldCertificate.Builder()
            .commonName("authority")
            .certificateAuthority(0)
            .build();

    public HeldCertificate forLocalhost() {
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .signedBy(own)
                .build();
    }

    /** Has the server show this certificate, and trust what the authority signed. */
    public void serve(MockWebServer server, HeldCertificate certificate) {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(own.certificate())
                .build()
                .sslSocketFactory());
    }
}
