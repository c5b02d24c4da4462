/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/**
 * Opens sockets that the application's SocketImplFactory does not make, as it would a plain socket. Channels are used
 * here only, since they load more classes and an interrupt closes them. Stateless.
 */
final class ChannelSocket {
    private ChannelSocket() {}

    static Socket open() throws IOException {
        return SocketChannel.open().socket();
    }
}
