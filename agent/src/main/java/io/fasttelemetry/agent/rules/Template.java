/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A text with values from a call in it: {@code add ${0.sku} for ${this.tenant}}. An expression begins with the index or
 * name of a parameter, {@code this}, {@code return} or {@code thrown}, and goes on with fields, properties and methods
 * that take nothing or constant texts, {@code ${0.getHeader("x-user")}}. {@code $} without a brace is a plain
 * character. Immutable; any thread.
 */
public final class Template {
    private final List<Part> parts;
    private final String problem;
    private final int problemAt;

    private Template(List<Part> parts, String problem, int problemAt) {
        this.parts = Collections.unmodifiableList(parts);
        this.problem = problem;
        this.problemAt = problemAt;
    }

    /** Parses a text; a bad one has a {@link #problem} and no parts. */
    public static Template parse(String text) {
        TemplateParser parser = new TemplateParser(text);
        List<Part> parts = parser.parse();
        return parts == null
                ? new Template(new ArrayList<>(), parser.problem(), parser.problemAt())
                : new Template(parts, null, 0);
    }

    /** Literals and expressions in turn, as they are in the text. */
    public List<Part> parts() {
        return parts;
    }

    /** What is wrong and what was expected; null if nothing is. */
    public String problem() {
        return problem;
    }

    /** The position of the problem in the text. */
    public int problemAt() {
        return problemAt;
    }

    /** The first expression as it is written; null if there is none. */
    String firstExpression() {
        for (Part part : parts) {
            if (!part.isLiteral()) {
                return part.toString();
            }
        }
        return null;
    }

    /** A literal, or an expression: a root and the steps from there. Immutable. */
    public static final class Part {
        private final String text;
        private final List<Step> steps;

        private Part(String text, List<Step> steps) {
            this.text = text;
            this.steps = steps;
        }

        static Part literal(String text) {
            return new Part(text, null);
        }

        static Part expression(String root, List<Step> steps) {
            return new Part(root, Collections.unmodifiableList(steps));
        }

        public boolean isLiteral() {
            return steps == null;
        }

        /** The literal, or the expression's root: an index, a parameter's name, this, return or thrown. */
        public String text() {
            return text;
        }

        /** The steps of an expression; empty for a literal. */
        public List<Step> steps() {
            return steps == null ? Collections.emptyList() : steps;
        }

        @Override
        public String toString() {
            if (isLiteral()) {
                return text;
            }
            StringBuilder written = new StringBuilder("${").append(text);
            for (Step step : steps) {
                written.append('.').append(step);
            }
            return written.append('}').toString();
        }
    }

    /** A property, {@code sku}, or a call, {@code getHeader("x-user")}. Immutable. */
    public static final class Step {
        private final String name;
        private final List<String> arguments;

        Step(String name, List<String> arguments) {
            this.name = name;
            this.arguments = arguments == null ? null : Collections.unmodifiableList(arguments);
        }

        public String name() {
            return name;
        }

        /** The constant arguments; null if it is a property. */
        public List<String> arguments() {
            return arguments;
        }

        @Override
        public String toString() {
            if (arguments == null) {
                return name;
            }
            StringBuilder written = new StringBuilder(name).append('(');
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i).replace("\\", "\\\\").replace("\"", "\\\"");
                written.append(i == 0 ? "\"" : ", \"").append(argument).append('"');
            }
            return written.append(')').toString();
        }
    }
}
