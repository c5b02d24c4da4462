/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.nio.charset.StandardCharsets;

/**
 * Reads {@code {"partialSuccess":{"rejectedSpans":"3","errorMessage":"..."}}}: the answer in JSON, which receivers
 * should send for requests in JSON only, but some send for all. Everything else in it is skipped, as the format
 * demands.
 *
 * <p>An instance reads one body, on one thread. If it is not JSON, or nested deeper than {@value #MAX_DEPTH}, {@link
 * #read} returns false.
 */
final class JsonAnswer {
    private static final int MAX_DEPTH = 32;

    long rejectedCount;
    String errorMessage = "";

    private final String text;
    private int at;
    private boolean inPartialSuccess;

    JsonAnswer(byte[] body) {
        text = new String(body, StandardCharsets.UTF_8);
    }

    /** Whether these bytes are JSON; as protobuf they would begin an unknown group. */
    static boolean isJson(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{';
            }
        }
        return false;
    }

    /** Reads the body. False if it is not JSON; then the fields are meaningless. */
    boolean read() {
        try {
            value(null, 0);
            return next() == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void value(String key, int depth) {
        char c = next();
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException();
        }
        if (c == '{') {
            object(key, depth);
        } else if (c == '[') {
            array(depth);
        } else if (c == '"') {
            take(key, string());
        } else {
            take(key, word());
        }
    }

    private void object(String key, int depth) {
        boolean outer = inPartialSuccess;
        inPartialSuccess = depth == 1 && ("partialSuccess".equals(key) || "partial_success".equals(key));
        at++;
        while (next() != '}') {
            String name = string();
            expect(':');
            value(name, depth + 1);
            separator('}');
        }
        at++;
        inPartialSuccess = outer;
    }

    private void array(int depth) {
        boolean outer = inPartialSuccess;
        inPartialSuccess = false;
        at++;
        while (next() != ']') {
            value(null, depth + 1);
            separator(']');
        }
        at++;
        inPartialSuccess = outer;
    }

    private void take(String key, String value) {
        if (!inPartialSuccess || key == null) {
            return;
        }
        if (key.equals("rejectedSpans") || key.equals("rejected_spans") || key.equals("rejectedDataPoints")) {
            try {
                rejectedCount = Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(e);
            }
        } else if (key.equals("errorMessage") || key.equals("error_message")) {
            errorMessage = value;
        }
    }

    private void separator(char end) {
        if (next() == ',') {
            at++;
            if (next() == end) {
                throw new IllegalArgumentException();
            }
        } else if (next() != end) {
            throw new IllegalArgumentException();
        }
    }

    /** Reads a number, true, false or null. */
    private String word() {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == from) {
            throw new IllegalArgumentException();
        }
        return text.substring(from, at);
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw new IllegalArgumentException();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        switch (c) {
            case 'b':
            case 'f':
            case 'n':
            case 'r':
            case 't':
                return ' '; // it becomes one line anyway
            case 'u':
                if (at + 4 > text.length()) {
                    throw new IllegalArgumentException();
                }
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            case '"':
            case '\\':
            case '/':
                return c;
            default:
                throw new IllegalArgumentException();
        }
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw new IllegalArgumentException();
        }
        at++;
    }

    /** Skips white space and returns the next character without reading it; 0 at the end. */
    private char next() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }
}
