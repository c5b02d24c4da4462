/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses entries with patterns, annotations, signs or options:
 *
 * <pre>
 *   [!] [+] [public|private|protected|*] [@Annotation|@@MetaAnnotation] Cls*[#meth*[(Type*, int[])]] [{options}]
 *   [!] [+] Class[m1,m2] [{options}]      ::method      @Annotation
 * </pre>
 *
 * For one entry.
 */
final class PatternParser {
    private static final String[] ACCESS = {"public", "private", "protected"};
    /** Modifiers that are not part of the syntax, so that they are not taken for a part of a class's name. */
    private static final String MODIFIERS = " static final abstract synchronized native default package void ";

    private static final int[] ACCESS_FLAGS = {PatternRule.PUBLIC, PatternRule.PRIVATE, PatternRule.PROTECTED};

    private final RuleParser parser;
    private String entry;
    private int at;
    private int end;
    private boolean isExclude;
    private boolean hasPlus;
    private SpanOptions options;

    PatternParser(RuleParser parser) {
        this.parser = parser;
    }

    /** Whether the entry begins with the access of a method. */
    static boolean hasAccess(String entry) {
        for (String word : ACCESS) {
            if (isWord(entry, 0, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(String text, int at, String word) {
        int end = at + word.length();
        return text.startsWith(word, at) && end < text.length() && text.charAt(end) <= ' ';
    }

    /** Parses the entry; returns null after {@link RuleParser#rejected} if it is bad. */
    MethodRule parse(String text) {
        entry = text;
        end = text.length();
        isExclude = takeSign('!');
        hasPlus = takeSign('+');
        if (!takeOptions()) {
            return null;
        }
        if (at == end || entry.charAt(at) == '!' || entry.charAt(at) == '+') {
            return parser.rejected("expected a class, a method or an annotation", at);
        }
        return isPlainForm() ? plain() : pattern();
    }

    private boolean takeSign(char sign) {
        boolean found = at < end && entry.charAt(at) == sign;
        if (found) {
            at++;
            skipBlanks();
        }
        return found;
    }

    private void skipBlanks() {
        while (at < end && entry.charAt(at) <= ' ') {
            at++;
        }
    }

    /** Takes the options off the end of the entry, if there are any. */
    private boolean takeOptions() {
        int brace = entry.indexOf('{');
        if (brace < 0) {
            return true;
        }
        OptionsParser reader = new OptionsParser(parser, entry, brace);
        if (!reader.parse()) {
            return false;
        }
        options = reader.options();
        if (isExclude) {
            parser.rejected("an exclude has no options", brace);
            return false;
        }
        end = brace;
        while (end > at && entry.charAt(end - 1) <= ' ') {
            end--;
        }
        return true;
    }

    private boolean isPlainForm() {
        boolean inBrackets = false;
        for (int i = at; i < end; i++) {
            char c = entry.charAt(i);
            if (c == '[') {
                inBrackets = true;
            } else if (c == '#' || c == '@' || c == '(' || (c == '*' && !inBrackets)) {
                return false;
            }
        }
        return !entry.startsWith("::", at) && !hasAccess(entry.substring(at, end));
    }

    private MethodRule plain() {
        MethodRule rule = parser.parsePlain(entry.substring(at, end), at);
        return rule == null ? null : rule.as(isExclude, hasPlus || !isExclude, options);
    }

    private MethodRule pattern() {
        int access = PatternRule.ANY_ACCESS;
        for (int i = 0; i < ACCESS.length; i++) {
            if (isWord(entry, at, ACCESS[i])) {
                access = ACCESS_FLAGS[i];
                at += ACCESS[i].length();
            }
        }
        if (isWord(entry, at, "*")) {
            at++;
        }
        skipBlanks();
        AnnotationPattern annotation = null;
        if (at < end && entry.charAt(at) == '@') {
            annotation = annotation();
            if (annotation == null) {
                return null;
            }
            skipBlanks();
        }
        if (at >= end) {
            return annotation == null
                    ? parser.rejected("expected a class or an annotation", at)
                    : build("*", null, null, access, annotation);
        }
        return selector(access, annotation);
    }

    private AnnotationPattern annotation() {
        boolean isMeta = entry.startsWith("@@", at);
        int start = at + (isMeta ? 2 : 1);
        int stop = start;
        while (stop < end && entry.charAt(stop) > ' ') {
            stop++;
        }
        String name = entry.substring(start, stop);
        if (!isClassPattern(name)) {
            parser.rejected(Quoted.of(name) + " is not the name of an annotation", start);
            return null;
        }
        at = stop;
        return new AnnotationPattern(name, isMeta);
    }

    private MethodRule selector(int access, AnnotationPattern annotation) {
        int hash = indexOf('#', at);
        int colons = hash < 0 ? entry.indexOf("::", at) : -1;
        colons = colons >= end ? -1 : colons;
        int classEnd = hash >= 0 ? hash : colons >= 0 ? colons : end;
        String className = entry.substring(at, classEnd).trim();
        if (className.isEmpty() && colons >= 0) {
            className = "*";
        }
        if (!isClassPattern(className) || beginsWithModifier(className)) {
            return parser.rejected(Quoted.of(className) + " is not a class name", at);
        }
        if (hash < 0 && colons < 0) {
            return build(className, null, null, access, annotation);
        }
        int methodAt = hash >= 0 ? hash + 1 : colons + 2;
        int open = hash >= 0 ? indexOf('(', methodAt) : -1;
        String method = entry.substring(methodAt, open < 0 ? end : open).trim();
        if (!(colons >= 0 ? RuleParser.isMethodName(method) : isMethodPattern(method))) {
            return parser.rejected(RuleParser.notMethod(method), methodAt);
        }
        ParameterPatterns parameters = null;
        if (open >= 0) {
            if (entry.charAt(end - 1) != ')' || indexOf(')', open) != end - 1) {
                return parser.rejected("the parentheses do not match: expected ) at the end", end);
            }
            String inside = entry.substring(open + 1, end - 1).trim();
            if (!inside.equals("*")) {
                parameters = parameters(inside, open + 1);
                if (parameters == null) {
                    return null;
                }
            }
        }
        return build(className, method, parameters, access, annotation);
    }

    private static boolean beginsWithModifier(String className) {
        int blank = className.indexOf(' ');
        return blank > 0 && MODIFIERS.contains(" ".concat(className.substring(0, blank + 1)));
    }

    private int indexOf(char c, int from) {
        int found = entry.indexOf(c, from);
        return found >= end ? -1 : found;
    }

    private ParameterPatterns parameters(String inside, int position) {
        List<String> types = new ArrayList<>();
        int start = 0;
        while (!inside.isEmpty() && start <= inside.length()) {
            int comma = inside.indexOf(',', start);
            int stop = comma < 0 ? inside.length() : comma;
            String type = inside.substring(start, stop).trim();
            if (!isClassPattern(element(type))) {
                parser.rejected(Quoted.of(type) + " is not a type", position + start);
                return null;
            }
            types.add(type);
            start = stop + 1;
        }
        return new ParameterPatterns(types);
    }

    /** The type of an array's elements. */
    private static String element(String type) {
        String element = type.endsWith("...") ? type.substring(0, type.length() - 3) : type;
        while (element.endsWith("[]")) {
            element = element.substring(0, element.length() - 2);
        }
        return element;
    }

    private static boolean isClassPattern(String text) {
        return RuleParser.isClassName(text.replace('*', 'x'));
    }

    private static boolean isMethodPattern(String text) {
        return RuleParser.isMethodName(text.replace('*', 'x'));
    }

    private MethodRule build(
            String className, String method, ParameterPatterns parameters, int access, AnnotationPattern annotation) {
        PatternRule.Builder rule = new PatternRule.Builder(className);
        rule.method = method;
        rule.parameters = parameters;
        rule.access = access;
        rule.annotation = annotation;
        rule.isExclude = isExclude;
        rule.coversSubtypes = hasPlus;
        rule.options = options;
        return rule.build();
    }
}
