/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/**
 * One place that settings come from. Used by the starting thread alone. May throw {@link RuntimeException}, as a
 * security manager does: the reader takes that for "not set".
 */
interface SettingSource {
    /** The raw text of a key, or null. Keys are spelled as system properties: {@code fasttelemetry.max.batch.size}. */
    String value(String key);

    /** How this source spells a key, for messages: {@code FASTTELEMETRY_MAX_BATCH_SIZE} in the environment. */
    String nameOf(String key);

    /** All names in this source, spelled its way, that begin with the prefix of our own keys. */
    List<String> ownNames();
}
