/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Reads the first private key of a PEM file: PKCS#8, or one of the two older forms, {@code RSA PRIVATE KEY} (PKCS#1,
 * RFC 8017) and {@code EC PRIVATE KEY} (SEC 1, RFC 5915), which are wrapped as PKCS#8. Stateless; any thread.
 */
final class PemKeys {
    private static final String[] ALGORITHMS = {"RSA", "EC", "Ed25519"};

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 1, 0};
    /** OID 1.2.840.113549.1.1.1 (rsaEncryption), and the NULL that goes with it. */
    private static final byte[] RSA = {
        0x06, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 0x05, 0
    };
    /** OID 1.2.840.10045.2.1 (ecPublicKey). */
    private static final byte[] EC = {0x06, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PemKeys() {}

    /** @throws GeneralSecurityException the message names the file, what is wrong with it, and how to convert it */
    static PrivateKey first(Pem pem) throws GeneralSecurityException {
        for (int i = 0; i < pem.size(); i++) {
            String label = pem.label(i);
            if (label.endsWith("PRIVATE KEY")) {
                byte[] der = pem.block(i);
                if (der == null || label.startsWith("ENCRYPTED")) {
                    throw failure(pem, "holds a key that is encrypted");
                }
                return key(pem, pkcs8(label, der, pem));
            }
        }
        throw failure(pem, "holds no private key in PEM form");
    }

    private static PrivateKey key(Pem pem, byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                // not of this kind
            }
        }
        throw failure(pem, "holds a key that is neither RSA nor EC nor Ed25519, or is damaged");
    }

    private static GeneralSecurityException failure(Pem pem, String what) {
        return new GeneralSecurityException(pem.file + " " + what + "; accepted: an unencrypted key as written by"
                + " openssl pkcs8 -topk8 -nocrypt -in " + pem.file + " -out new.key");
    }

    private static byte[] pkcs8(String label, byte[] der, Pem pem) throws GeneralSecurityException {
        if (label.equals("RSA PRIVATE KEY")) {
            return envelope(RSA, der);
        }
        if (label.equals("EC PRIVATE KEY")) {
            byte[] curve = curve(der);
            if (curve == null) {
                throw failure(pem, "holds an EC key that does not name its curve");
            }
            return envelope(join(EC, curve), der);
        }
        return der;
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, join(join(VERSION_0, tagged(SEQUENCE, algorithm)), tagged(OCTET_STRING, key)));
    }

    /**
     * The identifier of the curve, with tag and length, in {@code SEQUENCE{1, OCTET STRING, [0]{OID}, …}}; null if
     * none.
     */
    private static byte[] curve(byte[] sec1) {
        int position = 2 + lengthBytes(sec1, 1);
        while (position + 2 < sec1.length) {
            int length = sec1[position + 1] & 0xff; // the parts before the curve are shorter than 128 bytes
            if (length > 127) {
                return null;
            }
            int start = position + 2;
            if ((sec1[position] & 0xff) == 0xa0 && start + length <= sec1.length && sec1[start] == 0x06) {
                byte[] curve = new byte[length];
                System.arraycopy(sec1, start, curve, 0, length);
                return curve;
            }
            position = start + length;
        }
        return null;
    }

    /** The number of bytes that follow the first byte of a DER length. */
    private static int lengthBytes(byte[] der, int position) {
        int first = position < der.length ? der[position] & 0xff : 0;
        return first < 128 ? 0 : first & 0x7f;
    }

    private static byte[] tagged(int tag, byte[] content) {
        int length = content.length;
        byte[] head;
        if (length < 128) {
            head = new byte[] {(byte) tag, (byte) length};
        } else if (length < 256) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        } else { // no key is longer than 64 KiB
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return join(head, content);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
