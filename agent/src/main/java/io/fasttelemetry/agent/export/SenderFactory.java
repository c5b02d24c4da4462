/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.AgentConfig;

/** Makes senders. The export thread's. */
public interface SenderFactory {
    /** @throws IllegalArgumentException if the configuration names files that cannot be used, with the file */
    RequestSender newSender(AgentConfig config, String version);
}
