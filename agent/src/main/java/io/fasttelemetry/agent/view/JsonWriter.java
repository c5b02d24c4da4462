/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.nio.charset.StandardCharsets;

/** Writes JSON into memory. The caller sees to it that objects and arrays are ended. Not thread-safe. */
final class JsonWriter {
    private static final String DIGITS = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(1024);
    private boolean first = true;

    JsonWriter object() {
        return open('{');
    }

    JsonWriter endObject() {
        return close('}');
    }

    JsonWriter array() {
        return open('[');
    }

    JsonWriter endArray() {
        return close(']');
    }

    private JsonWriter open(char bracket) {
        next();
        out.append(bracket);
        first = true;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    private void next() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    JsonWriter key(String key) {
        next();
        quote(key);
        out.append(':');
        first = true;
        return this;
    }

    JsonWriter value(String text) {
        next();
        quote(text);
        return this;
    }

    JsonWriter value(long number) {
        next();
        out.append(number);
        return this;
    }

    /** A number with three decimals; callers pass finite ones. */
    JsonWriter decimal(double number) {
        next();
        long thousandths = Math.round(number * 1000);
        out.append(thousandths / 1000);
        long rest = Math.abs(thousandths % 1000);
        if (rest != 0) {
            out.append('.')
                    .append(rest < 100 ? "0" : "")
                    .append(rest < 10 ? "0" : "")
                    .append(rest);
        }
        return this;
    }

    JsonWriter value(boolean truth) {
        next();
        out.append(truth);
        return this;
    }

    /** Text that is JSON already. */
    JsonWriter raw(String json) {
        next();
        out.append(json);
        return this;
    }

    JsonWriter field(String key, String text) {
        return key(key).value(text);
    }

    JsonWriter field(String key, long number) {
        return key(key).value(number);
    }

    JsonWriter field(String key, boolean truth) {
        return key(key).value(truth);
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                i += appendSpecial(text, i);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** Writes a control character or half of a pair as an escape, a whole pair as it is; how many more it took. */
    private int appendSpecial(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c) && at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))) {
            out.append(c).append(text.charAt(at + 1));
            return 1;
        }
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(DIGITS.charAt(c >> shift & 15));
        }
        return 0;
    }

    int length() {
        return out.length();
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
