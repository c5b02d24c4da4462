/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.MethodRules;
import io.fasttelemetry.agent.rules.Quoted;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the file with rules: UTF-8, a byte order mark is skipped, at most {@link #MAX_BYTES}. A file that cannot be
 * read yields no rules and one message. Used by the starting thread.
 */
final class RulesFile {
    static final int MAX_BYTES = 1 << 20;

    private RulesFile() {}

    /**
     * Reads the file at this path.
     *
     * @param name name of the setting that holds the path, for messages
     */
    static MethodRules read(String path, String name, List<String> problems) {
        String failure;
        try (FileInputStream in = new FileInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length <= MAX_BYTES) {
                String text = new String(content, StandardCharsets.UTF_8);
                text = text.startsWith("\uFEFF") ? text.substring(1) : text;
                return MethodRules.parseFile(text, name + ": " + path, problems);
            }
            failure = "too long";
        } catch (IOException | RuntimeException e) {
            failure = e.getMessage();
        }
        problems.add(name + ": " + Quoted.of(path) + " cannot be read (" + failure
                + "); accepted: a text in UTF-8 of up to 1 MiB with one rule a line; using no file");
        return MethodRules.NONE;
    }
}
