/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import java.util.Optional;

/**
 * Whether every span of a run is accounted for.
 *
 * @param started by the program
 * @param closing what the agent says became of them
 * @param received with different ids
 * @param exact whether what the agent takes for exported must be what the receiver has; else the receiver may have
 *     more, from requests whose answer the agent did not see
 */
record Balance(long started, Optional<ClosingMessage> closing, long received, boolean exact) {
    boolean isEven() {
        return closing.isPresent()
                && started == closing.get().exported() + closing.get().dropped()
                && (exact ? closing.get().exported() == received : closing.get().exported() <= received);
    }

    @Override
    public String toString() {
        return "started " + started + ", exported "
                + closing.map(message -> "" + message.exported()).orElse("?") + ", dropped "
                + closing.map(message -> "" + message.dropped()).orElse("?") + "; received " + received;
    }
}
