/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Compression of request bodies. */
public enum Compression {
    GZIP,
    NONE
}
