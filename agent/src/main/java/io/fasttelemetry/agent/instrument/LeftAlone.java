/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.log.AgentLog;
import java.util.HashSet;

/**
 * Logs classes and methods that a rule names but that are not woven, and the reason. Each message is logged once, since
 * an application that is deployed again brings the same classes. Thread-safe; the export thread writes the messages.
 *
 * <p><b>When full</b>, one last message says that there are more.
 */
final class LeftAlone {
    static final int MAX_MESSAGES = 100;

    private final HashSet<String> said = new HashSet<>();

    void log(String what, String reason) {
        logOnce(what.concat(" is left as it was: ").concat(reason));
    }

    void logOnce(String message) {
        boolean last;
        synchronized (said) {
            if (said.size() >= MAX_MESSAGES || !said.add(message)) {
                return;
            }
            last = said.size() == MAX_MESSAGES;
        }
        AgentLog.warnLater(message);
        if (last) {
            AgentLog.warnLater("no more messages about classes and methods that are left as they were");
        }
    }
}
