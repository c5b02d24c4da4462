/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * Reads random numbers from the operating system's secure generator.
 *
 * <p>Reads {@code /dev/urandom}, as SecureRandom does where it exists: the first use of SecureRandom would initialise
 * the security providers before the application can choose its own. On other systems SecureRandom is used.
 */
final class RandomSeed {
    private RandomSeed() {}

    static long[] read(int count) {
        long[] seed = new long[count];
        try (DataInputStream in = new DataInputStream(new FileInputStream("/dev/urandom"))) {
            for (int i = 0; i < count; i++) {
                seed[i] = in.readLong();
            }
        } catch (IOException e) {
            SecureRandom random = new SecureRandom();
            for (int i = 0; i < count; i++) {
                seed[i] = random.nextLong();
            }
        }
        return seed;
    }

    /** Makes a random UUID (RFC 9562: version 4, variant 1) from 128 random bits. */
    static UUID uuid(long high, long low) {
        return new UUID((high & ~0xF000L) | 0x4000L, (low & ~(3L << 62)) | (2L << 62));
    }
}
