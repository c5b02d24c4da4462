/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.http;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.export.RequestSender;
import io.fasttelemetry.agent.export.SenderFactory;

/** The entry to this package, which has a class loader of its own. */
public final class OtlpHttpSenderFactory implements SenderFactory {
    @Override
    public RequestSender newSender(AgentConfig config, String version) {
        return new OtlpHttpSender(config, version);
    }
}
