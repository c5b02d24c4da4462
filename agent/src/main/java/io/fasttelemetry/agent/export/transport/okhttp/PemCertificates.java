/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads the certificates of a PEM file, in order, ignoring keys and text between them. Stateless; any thread. */
final class PemCertificates {
    private PemCertificates() {}

    /** All of them, one at least. @throws GeneralSecurityException with the file and what is wrong with it */
    static List<Certificate> all(Pem pem) throws GeneralSecurityException {
        List<Certificate> found = new ArrayList<>();
        boolean key = false;
        for (int i = 0; i < pem.size(); i++) {
            String label = pem.label(i);
            if (label.endsWith("CERTIFICATE") || label.equals("PKCS7")) {
                found.addAll(parse(pem, pem.block(i), !label.equals("PKCS7")));
            }
            key |= label.endsWith("PRIVATE KEY");
        }
        if (pem.size() == 0 && pem.content.length > 0 && pem.content[0] == 0x30) {
            found.addAll(parse(pem, pem.content, false)); // DER without PEM
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException(
                    pem.file + " holds " + (key ? "a key and " : "") + "no certificate in PEM form");
        }
        return found;
    }

    /** @param one whether to read only the first, since other data may follow it */
    private static Collection<? extends Certificate> parse(Pem pem, byte[] der, boolean one)
            throws GeneralSecurityException {
        if (der == null) {
            throw new GeneralSecurityException(pem.file + " holds a certificate that is encrypted");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            return one ? List.of(factory.generateCertificate(in)) : factory.generateCertificates(in);
        } catch (CertificateException e) {
            throw new GeneralSecurityException(pem.file + " holds a damaged certificate, or is no PEM file");
        }
    }
}
