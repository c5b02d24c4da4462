/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.MethodRules;

/** Parses rules. A bad segment is left out with a message, so the whole value is never bad. Immutable. */
final class MethodRulesParser extends ValueParser<MethodRules> {
    MethodRulesParser() {
        super("a list of rules", MethodRules.ACCEPTED);
    }

    @Override
    MethodRules parse(String text, Problems problems) {
        return MethodRules.parse(text, problems.settingName(), problems.messages());
    }
}
