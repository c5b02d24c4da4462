/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * TLS as configured: the platform's trust or a PEM bundle, and a client certificate if one is given. Independent of the
 * default SSLContext, which belongs to the application. Touched for https addresses only.
 */
final class Tls {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /** @throws IllegalArgumentException with the file and what is wrong with it */
    static void configure(OkHttpClient.Builder builder, AgentConfig config) {
        if (!config.usesTls()) {
            return;
        }
        try {
            X509TrustManager trust = trustManager(config.get(Options.CERTIFICATE_FILE));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManagers(config.get(Options.CLIENT_CERTIFICATE_FILE), config.get(Options.CLIENT_KEY_FILE)),
                    new TrustManager[] {trust},
                    null);
            builder.sslSocketFactory(context.getSocketFactory(), trust);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Another number once one of the configured files has changed, by its time or its size. */
    static long stamp(AgentConfig config) {
        long stamp = 0;
        if (config.usesTls()) {
            stamp = stamp(stamp, config.get(Options.CERTIFICATE_FILE));
            stamp = stamp(stamp, config.get(Options.CLIENT_CERTIFICATE_FILE));
            stamp = stamp(stamp, config.get(Options.CLIENT_KEY_FILE));
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
            for (Certificate certificate : certificates(bundle)) {
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
        Certificate[] chain = certificates(certificateFile).toArray(new Certificate[0]);
        store.setKeyEntry("client", privateKey(keyFile), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String file)
            throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
        if (found.isEmpty()) {
            throw new GeneralSecurityException(file + " holds no certificate in PEM form");
        }
        return found;
    }

    private static PrivateKey privateKey(String file) throws IOException, GeneralSecurityException {
        String text = new String(read(file), StandardCharsets.US_ASCII);
        int begin = text.indexOf(KEY_BEGIN);
        int end = text.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new GeneralSecurityException(file + " holds no unencrypted PKCS#8 key (" + KEY_BEGIN
                    + "); convert it " + "with: openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException | java.security.NoSuchAlgorithmException e) {
                // not of this kind
            }
        }
        throw new GeneralSecurityException(file + " holds a key that is neither RSA nor EC nor Ed25519");
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }
}
