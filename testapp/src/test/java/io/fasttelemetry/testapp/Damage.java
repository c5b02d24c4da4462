/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.util.Arrays;
import java.util.Random;

/** What is done to one entry of the agent's jar. */
enum Damage {
    NONE {
        @Override
        byte[] applyTo(byte[] content) {
            return content;
        }
    },
    MISSING {
        @Override
        byte[] applyTo(byte[] content) {
            return null;
        }
    },
    EMPTY {
        @Override
        byte[] applyTo(byte[] content) {
            return new byte[0];
        }
    },
    TRUNCATED {
        @Override
        byte[] applyTo(byte[] content) {
            return Arrays.copyOf(content, content.length / 2);
        }
    },
    GARBLED {
        @Override
        byte[] applyTo(byte[] content) {
            byte[] garbled = content.clone();
            new Random(content.length).nextBytes(garbled);
            return garbled;
        }
    },
    /** Bits that changed on the disk, so that the checksum tells. */
    FLIPPED {
        @Override
        byte[] applyTo(byte[] content) {
            return content;
        }

        @Override
        void applyTo(byte[] file, int from, int to) {
            for (int i = from + 97; i < to; i += 997) {
                file[i] ^= 0x55;
            }
        }
    };

    /** The damaged content; null if there is to be no such entry. */
    abstract byte[] applyTo(byte[] content);

    /** Damages the finished jar, in which the entry's content lies between two places. */
    void applyTo(byte[] file, int from, int to) {}
}
