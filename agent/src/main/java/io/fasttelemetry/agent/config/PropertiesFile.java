/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.Quoted;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads the properties file with settings: UTF-8, a byte order mark is skipped, at most {@link #MAX_BYTES}. A file that
 * cannot be read yields no settings and one message; for one that looks like another format there is a message too.
 * Used by the starting thread.
 */
final class PropertiesFile {
    static final int MAX_BYTES = 1 << 20;

    private static final String ACCEPTED =
            "; accepted: a properties file in UTF-8 of up to 1 MiB, with lines such as fasttelemetry.interval=5s";

    private PropertiesFile() {}

    /**
     * Reads the file at this path.
     *
     * @param name name of the setting that holds the path, for messages
     */
    static SettingSource.Pairs read(String path, String name, List<String> problems) {
        Map<String, String> values = new HashMap<>();
        String failure;
        try {
            String doubt = load(path, values);
            if (doubt != null) {
                problems.add(name + ": " + Quoted.of(path) + " " + doubt + ACCEPTED + "; using what could be read");
            }
            return new SettingSource.Pairs(values);
        } catch (IOException | RuntimeException e) {
            failure = e.getMessage();
        }
        problems.add(
                name + ": " + Quoted.of(path) + " cannot be read (" + failure + ")" + ACCEPTED + "; using no file");
        return new SettingSource.Pairs(new HashMap<>());
    }

    /** Adds the file's settings. Returns a doubt about its format, which shows none of its content, or null. */
    private static String load(String path, Map<String, String> values) throws IOException {
        byte[] content;
        try (FileInputStream in = new FileInputStream(path)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        if (content.length > MAX_BYTES) {
            throw new IOException("too long");
        }
        if (isUtf16(content)) {
            throw new IOException("it is in UTF-16");
        }
        String decoded = new String(content, StandardCharsets.UTF_8);
        String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        for (String key : properties.stringPropertyNames()) {
            values.put(key, properties.getProperty(key));
        }
        if (text.indexOf('\uFFFD') >= 0 && !Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), content)) {
            return "is not in UTF-8";
        }
        return otherFormat(text.trim(), values);
    }

    /** Whether the content is UTF-16, by its byte order mark or since one byte of each ASCII character is zero. */
    private static boolean isUtf16(byte[] content) {
        if (content.length < 2) {
            return false;
        }
        int first = (content[0] & 0xff) << 8 | (content[1] & 0xff);
        return first == 0xfeff || first == 0xfffe || content[0] == 0 || content[1] == 0;
    }

    /** Recognises formats with nested settings, whose keys are incomplete without their parents. */
    private static String otherFormat(String text, Map<String, String> values) {
        if (text.startsWith("{")) {
            return "looks like JSON";
        }
        if (text.startsWith("<")) {
            return "looks like XML";
        }
        boolean nested = values.containsKey("fasttelemetry") || values.containsKey("otel");
        return nested || text.startsWith("---") ? "looks like YAML" : null;
    }
}
