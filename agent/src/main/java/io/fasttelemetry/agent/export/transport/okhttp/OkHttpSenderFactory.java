/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.export.transport.Sender;
import io.fasttelemetry.agent.export.transport.SenderFactory;

/** The entry to this package, which has a class loader of its own. */
public final class OkHttpSenderFactory implements SenderFactory {
    @Override
    public Sender newSender(AgentConfig config, String version) {
        return new OkHttpSender(config, version);
    }
}
