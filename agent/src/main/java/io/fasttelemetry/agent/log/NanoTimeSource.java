/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/** A clock for intervals, such as {@link System#nanoTime}: only differences have a meaning. */
public interface NanoTimeSource {
    long nanoTime();
}
