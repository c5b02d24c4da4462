/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.agent.config.AgentConfig;

/** Makes senders. Used by the export thread alone. */
public interface SenderFactory {
    /** @throws IllegalArgumentException if the configuration names files that cannot be used, with the file */
    Sender newSender(AgentConfig config, String version);
}
