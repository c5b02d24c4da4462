/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/** Reads {@link System#nanoTime}. Stateless; any thread. */
final class SystemNanoTime implements NanoTimeSource {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
