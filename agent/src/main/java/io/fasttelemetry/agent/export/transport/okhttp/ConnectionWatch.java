/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

/**
 * Records how far a call got: whether it had a connection, whether an earlier call had used that connection, and
 * whether the head of an answer came. One for each call, whose thread alone uses it.
 */
final class ConnectionWatch {
    private boolean connected;
    private boolean reused;
    private boolean answered;

    void connected(boolean toOneUsedBefore) {
        connected = true;
        reused = toOneUsedBefore;
    }

    void answered() {
        answered = true;
    }

    /** Whether there was a connection; if not, nothing was sent. */
    boolean isConnected() {
        return connected;
    }

    /** Whether an earlier call had used the connection. */
    boolean isReused() {
        return reused;
    }

    /** Whether the call ended without an answer on a connection that an earlier call had used. */
    boolean isReuseInVain() {
        return reused && !answered;
    }
}
