/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

final class RequestSocketsTest {
    /** Bytes that are there some time after two writes, and then after the flush. */
    private static int[] arrived(boolean gathering) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client =
                        new RequestSockets(gathering).createSocket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            assertThat(client.getTcpNoDelay()).isTrue();
            OutputStream out = client.getOutputStream();
            out.write(new byte[100]);
            out.write(new byte[8192]);
            Thread.sleep(100);
            int before = accepted.getInputStream().available();
            out.flush();
            Thread.sleep(100);
            return new int[] {before, accepted.getInputStream().available()};
        }
    }

    @Test
    void write_isGatheredUntilTheEndOfTheRequest() throws Exception {
        assertThat(arrived(true)).containsExactly(0, 8292);
    }

    @Test
    void write_leavesAtOnceWhereTlsMakesTheRecords() throws Exception {
        assertThat(arrived(false)).containsExactly(8292, 8292);
    }
}
