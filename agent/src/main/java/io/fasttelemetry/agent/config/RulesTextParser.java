/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Rules in their own syntax, which is read later, segment by segment; as a text they cannot be wrong. Immutable. */
final class RulesTextParser extends ValueParser<String> {
    RulesTextParser(String accepted) {
        super("a list of rules", accepted);
    }

    @Override
    String parse(String text, ValueProblems problems) {
        return text;
    }
}
