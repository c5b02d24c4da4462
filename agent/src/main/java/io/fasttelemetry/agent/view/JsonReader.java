/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict reader of JSON (RFC 8259). A value becomes a Map, List, String, Boolean, Long (an integer that fits), Double
 * (any other number) or null; of equal keys the last one counts. Not thread-safe.
 */
final class JsonReader {
    private static final int MAX_DEPTH = 100;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Reads a text that is one value. */
    static Object read(String text) throws MalformedException {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.space();
        if (reader.at < text.length()) {
            throw reader.malformed("text after the value");
        }
        return value;
    }

    private Object value() throws MalformedException {
        space();
        switch (peek()) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> object() throws MalformedException {
        Map<String, Object> map = new LinkedHashMap<>();
        enter();
        if (peekAfterSpace() != '}') {
            do {
                space();
                if (peek() != '"') {
                    throw malformed("a key is expected");
                }
                String key = string();
                expect(':');
                map.put(key, value());
            } while (comma());
        }
        expect('}');
        depth--;
        return map;
    }

    private List<Object> array() throws MalformedException {
        List<Object> list = new ArrayList<>();
        enter();
        if (peekAfterSpace() != ']') {
            do {
                list.add(value());
            } while (comma());
        }
        expect(']');
        depth--;
        return list;
    }

    private void enter() throws MalformedException {
        at++;
        if (++depth > MAX_DEPTH) {
            throw malformed("nested too deeply");
        }
    }

    private boolean comma() throws MalformedException {
        if (peekAfterSpace() == ',') {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) throws MalformedException {
        if (peekAfterSpace() != wanted) {
            throw malformed("'" + wanted + "' is expected");
        }
        at++;
    }

    private Object word(String word, Object value) throws MalformedException {
        if (!text.startsWith(word, at)) {
            throw malformed("not a value");
        }
        at += word.length();
        return value;
    }

    private String string() throws MalformedException {
        int from = ++at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= ' ') {
            at++;
        }
        if (peek() == '"') {
            return text.substring(from, at++);
        }
        StringBuilder out = new StringBuilder().append(text, from, at);
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw malformed("a control character in a text");
            }
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        return out.toString();
    }

    private char escape() throws MalformedException {
        char c = peek();
        at++;
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return unicode();
            default:
                throw malformed("an unknown escape");
        }
    }

    private char unicode() throws MalformedException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                throw malformed("four hexadecimal digits are expected");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private Object number() throws MalformedException {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        int first = at;
        boolean whole = true;
        digits();
        if (text.charAt(first) == '0' && at > first + 1) {
            throw malformed("a number with a leading zero");
        }
        if (at < text.length() && text.charAt(at) == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            whole = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        String number = text.substring(from, at);
        if (whole && number.length() <= 20) {
            try {
                return Long.valueOf(number);
            } catch (NumberFormatException e) {
                // does not fit
            }
        }
        return Double.valueOf(number);
    }

    private void digits() throws MalformedException {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            throw malformed("not a value");
        }
    }

    private char peekAfterSpace() throws MalformedException {
        space();
        return peek();
    }

    private char peek() throws MalformedException {
        if (at >= text.length()) {
            throw malformed("ends too early");
        }
        return text.charAt(at);
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private MalformedException malformed(String why) {
        return new MalformedException("JSON: " + why + " (character " + at + ")");
    }
}
