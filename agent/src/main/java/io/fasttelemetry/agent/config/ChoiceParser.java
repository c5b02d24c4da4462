/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/** Parses one of a few words, in any case, each of which stands for a value. Immutable. */
final class ChoiceParser<T> extends ValueParser<T> {
    private final List<String> words;
    private final List<T> values;

    ChoiceParser(String noun, List<String> words, List<T> values) {
        super(noun, String.join(", ", words));
        this.words = words;
        this.values = values;
    }

    @Override
    T parse(String text, Problems problems) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equalsIgnoreCase(text)) {
                return values.get(i);
            }
        }
        return null;
    }
}
