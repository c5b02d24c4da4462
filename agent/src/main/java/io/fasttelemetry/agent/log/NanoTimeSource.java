/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/** A clock for intervals, as {@link System#nanoTime}: only differences mean anything. */
public interface NanoTimeSource {
    long nanoTime();
}
