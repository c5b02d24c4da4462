/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them. */
final class PemTest {
    private static final HeldCertificate FIRST = new HeldCertificate.Builder().build();
    private static final HeldCertificate SECOND =
            new HeldCertificate.Builder().rsa2048().build();

    @TempDir
    Path folder;

    private Pem pem(byte[] content) throws Exception {
        return Pem.read(Files.write(folder.resolve("x.pem"), content).toString());
    }

    private Pem pem(String content) throws Exception {
        return pem(content.getBytes(StandardCharsets.UTF_8));
    }

    private void assertBothCertificates(Pem pem) throws Exception {
        assertThat(PemCertificates.all(pem))
                .containsExactlyElementsOf(List.<Certificate>of(FIRST.certificate(), SECOND.certificate()));
    }

    private String both() {
        return FIRST.certificatePem() + SECOND.certificatePem();
    }

    @Test
    void all_skipsAByteOrderMark() throws Exception {
        assertBothCertificates(pem("\uFEFF" + both()));
        assertBothCertificates(pem(("\uFEFF" + both()).getBytes(StandardCharsets.UTF_16LE)));
        assertBothCertificates(pem(("\uFEFF" + both()).getBytes(StandardCharsets.UTF_16BE)));
    }

    @Test
    void all_takesAnyLineBreaks() throws Exception {
        assertBothCertificates(pem(both().replace("\n", "\r\n")));
        assertBothCertificates(pem(both().replace("\n", "\r")));
        assertBothCertificates(pem("  " + both().replace("\n", " \n  ")));
    }

    @Test
    void all_findsCertificatesAmongKeysAndOtherText() throws Exception {
        assertBothCertificates(pem(FIRST.privateKeyPkcs8Pem() + both() + SECOND.privateKeyPkcs1Pem()));
        assertBothCertificates(pem("CONNECTED(00000003)\ndepth=1 CN = a\nverify return:1\n---\nCertificate chain\n"
                + " 0 s:CN = b\n   i:CN = a\n"
                + FIRST.certificatePem() + " 1 s:CN = a\n" + SECOND.certificatePem()
                + "---\nServer certificate\nsubject=CN = b\n---\nSSL handshake has read 1234 bytes\nDONE\n"));
        assertBothCertificates(pem("Bag Attributes\n    localKeyID: 01 02\nKey Attributes: <No Attributes>\n"
                + FIRST.privateKeyPkcs8Pem() + "Bag Attributes\n    friendlyName: caf\u00e9\n" + both()));
    }

    @Test
    void all_takesOtherFormsOfACertificate() throws Exception {
        assertThat(PemCertificates.all(pem(FIRST.certificate().getEncoded()))).containsExactly(FIRST.certificate());
        byte[] trusted = Arrays.copyOf(
                FIRST.certificate().getEncoded(), FIRST.certificate().getEncoded().length + 4);
        System.arraycopy(new byte[] {0x30, 2, 0x30, 0}, 0, trusted, trusted.length - 4, 4);
        assertThat(PemCertificates.all(pem(block("TRUSTED CERTIFICATE", trusted))))
                .containsExactly(FIRST.certificate());
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private void assertSigns(PrivateKey key, PublicKey owner, String algorithm) throws Exception {
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update((byte) 42);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(owner);
        verifying.update((byte) 42);
        assertThat(verifying.verify(signing.sign())).isTrue();
    }

    @Test
    void first_isTheKeyAmongCertificates() throws Exception {
        assertSigns(
                PemKeys.first(pem("\uFEFF" + both() + FIRST.privateKeyPkcs8Pem())),
                FIRST.keyPair().getPublic(),
                "SHA256withECDSA");
        assertSigns(
                PemKeys.first(pem(SECOND.privateKeyPkcs8Pem() + both())),
                SECOND.keyPair().getPublic(),
                "SHA256withRSA");
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048})
    void first_takesPkcs1OfAnySize(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        HeldCertificate owner = new HeldCertificate.Builder()
                .keyPair(generator.generateKeyPair())
                .build();

        PrivateKey key = PemKeys.first(pem(owner.privateKeyPkcs1Pem()));

        assertThat(key)
                .isInstanceOf(RSAPrivateCrtKey.class)
                .isEqualTo(owner.keyPair().getPrivate());
    }

    /** SEC 1 keys, as {@code openssl ecparam -genkey} writes them: version, number, curve, public key. */
    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void first_takesSec1(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        byte[] oid = oid(pair.getPublic().getEncoded());
        byte[] sec1 = sec1(pair, oid);

        String parameters = block("EC PARAMETERS", oid);

        assertSigns(
                PemKeys.first(pem(parameters + block("EC PRIVATE KEY", sec1))), pair.getPublic(), "SHA256withECDSA");
    }

    /** The curve's identifier in {@code SEQUENCE{SEQUENCE{ecPublicKey, curve}, …}}. */
    private static byte[] oid(byte[] spki) {
        int algorithm = spki[1] < 0 ? 3 : 2;
        int curve = algorithm + 2 + 9;
        return Arrays.copyOfRange(spki, curve, curve + 2 + spki[curve + 1]);
    }

    private static byte[] sec1(KeyPair pair, byte[] oid) {
        byte[] number = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        int size = (((ECPrivateKey) pair.getPrivate()).getParams().getOrder().bitLength() + 7) / 8;
        byte[] padded = new byte[size];
        int copied = Math.min(size, number.length);
        System.arraycopy(number, number.length - copied, padded, size - copied, copied);
        byte[] point = pair.getPublic().getEncoded();
        int bit = point.length - (2 * size + 2);
        byte[] publicKey = Arrays.copyOfRange(point, bit, point.length); // no unused bits, then the point
        return tag(
                0x30,
                join(join(new byte[] {2, 1, 1}, tag(4, padded)), join(tag(0xa0, oid), tag(0xa1, tag(3, publicKey)))));
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    private static byte[] tag(int tag, byte[] content) {
        byte[] head = content.length < 128
                ? new byte[] {(byte) tag, (byte) content.length}
                : new byte[] {(byte) tag, (byte) 0x81, (byte) content.length};
        return join(head, content);
    }
}
