/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.agent.config.AgentConfig;

/** Makes senders. Used by the export thread alone. */
public interface SenderFactory {
    /** @throws IllegalArgumentException if the configuration names a file that cannot be used; the message names it */
    Sender newSender(AgentConfig config, String version);
}
