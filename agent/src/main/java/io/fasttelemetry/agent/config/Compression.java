/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Compression of request bodies. */
public enum Compression {
    /** gzip by the agent's own code. */
    GZIP,
    /** gzip by the JDK's zlib. */
    ZLIB,
    NONE
}
