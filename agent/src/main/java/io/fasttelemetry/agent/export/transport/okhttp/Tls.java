/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.config.ReceiverConfig;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * Sets up TLS as configured: the platform's trust store or a PEM bundle, and a client certificate if one is given.
 * Independent of the default SSLContext, which belongs to the application. Loaded for https addresses only. No message
 * shows the content of a file.
 */
final class Tls {
    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /** @throws IllegalArgumentException the message names the file and what is wrong with it */
    static void configure(OkHttpClient.Builder builder, ReceiverConfig receiver) {
        try {
            X509TrustManager trust = trustManager(receiver.certificateFile());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManagers(receiver.clientCertificateFile(), receiver.clientKeyFile()),
                    new TrustManager[] {trust},
                    null);
            builder.sslSocketFactory(context.getSocketFactory(), trust);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /**
     * A number that changes when the time or size of one of this receiver's files changes; 0 for no receiver or no TLS.
     */
    static long stamp(ReceiverConfig receiver) {
        long stamp = 0;
        if (receiver != null && receiver.usesTls()) {
            stamp = stamp(stamp, receiver.certificateFile());
            stamp = stamp(stamp, receiver.clientCertificateFile());
            stamp = stamp(stamp, receiver.clientKeyFile());
        }
        return stamp;
    }

    private static long stamp(long before, String name) {
        if (name == null) {
            return before;
        }
        File file = new File(name);
        return (before * 31 + file.lastModified()) * 31 + file.length();
    }

    private static X509TrustManager trustManager(String bundle) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = null; // null: the platform's own
        if (bundle != null) {
            store = emptyStore();
            int number = 0;
            for (Certificate certificate : PemCertificates.all(Pem.read(bundle))) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
        }
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager) {
                return (X509TrustManager) manager;
            }
        }
        throw new GeneralSecurityException("this Java has no X.509 trust manager");
    }

    private static KeyManager[] keyManagers(String certificateFile, String keyFile)
            throws IOException, GeneralSecurityException {
        if (certificateFile == null && keyFile == null) {
            return new KeyManager[0];
        }
        if (certificateFile == null || keyFile == null) {
            throw new GeneralSecurityException("client.certificate and client.key are needed together");
        }
        KeyStore store = emptyStore();
        Certificate[] chain = PemCertificates.all(Pem.read(certificateFile)).toArray(new Certificate[0]);
        store.setKeyEntry("client", PemKeys.first(Pem.read(keyFile)), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
