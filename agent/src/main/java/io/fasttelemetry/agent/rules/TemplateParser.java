/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.List;

/** Parses the text of a {@link Template}. For one text. */
final class TemplateParser {
    /** Max parts, and max steps of an expression. */
    static final int MAX_PARTS = 64;

    private final String text;
    private int at;
    private String problem;
    private int problemAt;

    TemplateParser(String text) {
        this.text = text;
    }

    String problem() {
        return problem;
    }

    int problemAt() {
        return problemAt;
    }

    /** The parts; null if there is a {@link #problem}. */
    List<Template.Part> parse() {
        List<Template.Part> parts = new ArrayList<>();
        while (at < text.length()) {
            int open = text.indexOf("${", at);
            int end = open < 0 ? text.length() : open;
            if (end > at) {
                parts.add(Template.Part.literal(text.substring(at, end)));
            }
            at = end;
            if (open >= 0) {
                at = open + 2;
                Template.Part expression = expression();
                if (expression == null) {
                    return null;
                }
                parts.add(expression);
            }
            if (parts.size() > MAX_PARTS) {
                fail("expected at most " + MAX_PARTS + " parts");
                return null;
            }
        }
        return parts;
    }

    private Template.Part expression() {
        String root = word();
        if (root == null) {
            fail("expected a parameter's index or name, this, return or thrown");
            return null;
        }
        List<Template.Step> steps = new ArrayList<>();
        while (at < text.length() && text.charAt(at) == '.') {
            at++;
            Template.Step step = step();
            if (step == null) {
                return null;
            }
            steps.add(step);
            if (steps.size() > MAX_PARTS) {
                fail("expected at most " + MAX_PARTS + " steps");
                return null;
            }
        }
        if (at >= text.length() || text.charAt(at) != '}') {
            fail("expected . or }");
            return null;
        }
        at++;
        return Template.Part.expression(root, steps);
    }

    private Template.Step step() {
        int start = at;
        String name = word();
        if (name == null || !Character.isJavaIdentifierStart(name.charAt(0))) {
            at = start;
            fail("expected the name of a field, property or method");
            return null;
        }
        if (at >= text.length() || text.charAt(at) != '(') {
            return new Template.Step(name, null);
        }
        at++;
        List<String> arguments = new ArrayList<>();
        skipBlanks();
        while (at < text.length() && text.charAt(at) != ')') {
            String argument = argument();
            if (argument == null) {
                fail("expected a text in quotes or )");
                return null;
            }
            arguments.add(argument);
            skipBlanks();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                skipBlanks();
                if (at < text.length() && text.charAt(at) == ')') {
                    fail("expected a text in quotes");
                    return null;
                }
            } else if (at < text.length() && text.charAt(at) != ')') {
                fail("expected , or )");
                return null;
            }
        }
        if (at >= text.length()) {
            fail("expected )");
            return null;
        }
        at++;
        return new Template.Step(name, arguments);
    }

    private String argument() {
        if (text.charAt(at) != '"') {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                return value.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i);
            }
            value.append(c);
        }
        return null;
    }

    /** An identifier or a number; null if there is none. */
    private String word() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty() || (Character.isDigit(word.charAt(0)) && !isNumber(word))) {
            at = start;
            return null;
        }
        return word;
    }

    private static boolean isNumber(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return word.length() <= 3; // a method has up to 255 parameters
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private void fail(String expected) {
        problem = expected;
        problemAt = at;
    }
}
