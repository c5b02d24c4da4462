/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.ClassExcludes;

/** Parses excludes. A bad entry is left out with a message, so the whole value is never bad. Immutable. */
final class ClassExcludesParser extends ValueParser<ClassExcludes> {
    ClassExcludesParser() {
        super("a list of rules", ClassExcludes.ACCEPTED);
    }

    @Override
    ClassExcludes parse(String text, Problems problems) {
        return ClassExcludes.parse(text, problems.settingName(), problems.messages());
    }
}
