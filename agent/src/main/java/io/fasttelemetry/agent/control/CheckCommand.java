/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import io.fasttelemetry.agent.instrument.RuleCheck;
import io.fasttelemetry.agent.rules.MethodRules;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes {@code check --rules RULES [--rules-file FILE] JAR...}: shows what rules would select. The result is 0 if
 * each entry is a rule and matches something, 1 if not or if a file cannot be read, 2 for unknown arguments.
 */
final class CheckCommand {
    private final PrintStream out;
    private final PrintStream err;

    CheckCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int execute(String[] arguments) {
        List<String> problems = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        MethodRules rules = MethodRules.NONE;
        try {
            for (int i = 1; i < arguments.length; i++) {
                boolean hasNext = i + 1 < arguments.length;
                if (arguments[i].equals("--rules") && hasNext) {
                    i++;
                    rules = rules.and(MethodRules.parse(arguments[i], "--rules", problems));
                } else if (arguments[i].equals("--rules-file") && hasNext) {
                    i++;
                    rules = rules.and(readFile(arguments[i], problems));
                } else {
                    paths.add(arguments[i]);
                }
            }
            if (paths.isEmpty() || (rules.isEmpty() && problems.isEmpty())) {
                err.println("expected: check --rules 'com.acme.Cart[checkout]' [--rules-file FILE] app.jar lib/*.jar");
                return 2;
            }
            return RuleCheck.run(rules, problems, paths, out) ? 0 : 1;
        } catch (IOException e) {
            err.println("cannot read: " + e.getMessage());
            return 1;
        }
    }

    private static MethodRules readFile(String path, List<String> problems) throws IOException {
        try (FileInputStream in = new FileInputStream(path)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return MethodRules.parseFile(text.startsWith("\uFEFF") ? text.substring(1) : text, path, problems);
        }
    }
}
