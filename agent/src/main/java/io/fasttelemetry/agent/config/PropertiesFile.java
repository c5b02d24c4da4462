/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.Quoted;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads the properties file with settings: UTF-8, a byte order mark is skipped, at most {@link #MAX_BYTES}. A file that
 * cannot be read gives no settings and one message. The starting thread.
 */
final class PropertiesFile {
    static final int MAX_BYTES = 1 << 20;

    private PropertiesFile() {}

    /**
     * Reads the file at this path.
     *
     * @param name of the setting that holds the path, for messages
     */
    static SettingSource.Pairs read(String path, String name, List<String> problems) {
        Map<String, String> values = new HashMap<>();
        String failure;
        try {
            load(path, values);
            return new SettingSource.Pairs(values);
        } catch (IOException | RuntimeException e) {
            failure = e.getMessage();
        }
        problems.add(name + ": " + Quoted.of(path) + " cannot be read (" + failure
                + "); accepted: a properties file in UTF-8 of up to 1 MiB; using no file");
        return new SettingSource.Pairs(new HashMap<>());
    }

    private static void load(String path, Map<String, String> values) throws IOException {
        byte[] content;
        try (FileInputStream in = new FileInputStream(path)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        if (content.length > MAX_BYTES) {
            throw new IOException("too long");
        }
        String text = new String(content, StandardCharsets.UTF_8);
        Properties properties = new Properties();
        properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        for (String key : properties.stringPropertyNames()) {
            values.put(key, properties.getProperty(key));
        }
    }
}
