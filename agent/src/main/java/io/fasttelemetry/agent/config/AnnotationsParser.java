/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.MethodRules;

/**
 * Parses a list of annotations as rules, {@code com.acme.Timed;com.acme.Traced}, with {@code @} before each or not. A
 * bad entry is left out with a message, so the whole value is never bad. Immutable.
 */
final class AnnotationsParser extends ValueParser<MethodRules> {
    AnnotationsParser() {
        super("a list of annotations", MethodRules.ACCEPTED_ANNOTATIONS);
    }

    @Override
    MethodRules parse(String text, Problems problems) {
        return MethodRules.parseAnnotations(text, problems.settingName(), problems.messages());
    }
}
