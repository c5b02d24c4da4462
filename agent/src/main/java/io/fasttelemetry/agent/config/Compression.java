/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** How request bodies are compressed. */
public enum Compression {
    GZIP,
    NONE
}
