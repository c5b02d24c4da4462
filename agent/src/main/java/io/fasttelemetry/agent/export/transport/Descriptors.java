/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/**
 * Whether this process can open files. The first connection has the JDK initialise its network classes, which load native
 * libraries; without a descriptor they would fail, and be of no use from then on to the application either. Stateless.
 */
final class Descriptors {
    /** More than are open at the same time while a connection is made. */
    private static final int COUNT = 4;

    private Descriptors() {}

    /** @throws IOException if there are not enough of them now */
    static void require() throws IOException {
        File file = new File(System.getProperty("java.home"), "release");
        if (!file.isFile()) {
            return; // an image without it; nothing else is sure to exist
        }
        FileInputStream[] open = new FileInputStream[COUNT];
        try {
            for (int i = 0; i < COUNT; i++) {
                open[i] = new FileInputStream(file);
            }
        } finally {
            for (FileInputStream one : open) {
                if (one != null) {
                    one.close();
                }
            }
        }
    }
}
