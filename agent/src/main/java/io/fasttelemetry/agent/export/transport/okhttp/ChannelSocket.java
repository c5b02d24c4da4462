/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/**
 * Sockets that are not made by the application's SocketImplFactory, which a plain socket is. The one use of channels:
 * they load more classes, and an interrupt closes them. Stateless.
 */
final class ChannelSocket {
    private ChannelSocket() {}

    static Socket open() throws IOException {
        return SocketChannel.open().socket();
    }
}
