/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Parses text of limited length without control characters. Immutable. */
final class TextParser extends ValueParser<String> {
    private final int maxChars;

    TextParser(String noun, int maxChars) {
        super(noun, "up to " + maxChars + " characters without control characters");
        this.maxChars = maxChars;
    }

    @Override
    boolean holdsEquals() {
        return true;
    }

    @Override
    String parse(String text, Problems problems) {
        if (text.length() > maxChars) {
            return rejected(problems, "too long");
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return null;
            }
        }
        return text;
    }
}
