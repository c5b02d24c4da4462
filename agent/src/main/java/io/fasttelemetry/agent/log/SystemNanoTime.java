/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/** {@link System#nanoTime} itself. Stateless; any thread. */
final class SystemNanoTime implements NanoTimeSource {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
