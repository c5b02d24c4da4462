/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Reads the settings: agent arguments, system properties, environment variables, the properties file, in this order.
 *
 * <p>Called once, by the starting thread, before the application's main method. Never throws: whatever is wrong becomes
 * a line, and defaults take its place.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Reads this process's settings.
     *
     * @param agentArguments what stands after {@code -javaagent:agent.jar=}; null if nothing does
     */
    public static LoadedConfig load(String agentArguments) {
        return load(agentArguments, new SystemPropertySource(), environment());
    }

    static LoadedConfig load(String agentArguments, SettingSource properties, SettingSource environment) {
        List<String> problems = new ArrayList<>();
        try {
            return new LoadedConfig(read(agentArguments, properties, environment, problems), problems);
        } catch (RuntimeException | LinkageError e) {
            problems.add("settings cannot be read (" + e.getClass().getName() + "); the agent is off");
            return new LoadedConfig(off(), problems);
        }
    }

    private static AgentConfig read(
            String agentArguments, SettingSource properties, SettingSource environment, List<String> problems) {
        List<SettingSource> sources = new ArrayList<>();
        sources.add(AgentArguments.parse(agentArguments, problems));
        sources.add(properties);
        sources.add(environment);
        SettingReader reader = new SettingReader(sources, problems);
        Setting<String> file = reader.read(Options.CONFIG_FILE);
        if (file.isSet()) {
            sources.add(PropertiesFile.read(file.value(), file.name(), problems));
        }
        UnknownKeys.report(sources, problems);
        return new AgentConfig(new ConfigAssembly(reader, problems));
    }

    /** What is left when reading itself fails: a configuration that keeps the agent out of the application. */
    private static AgentConfig off() {
        Map<String, String> disabled = Collections.singletonMap(Options.ENABLED.key(), "false");
        List<SettingSource> sources = Collections.singletonList(new MapSource(disabled));
        List<String> problems = new ArrayList<>();
        return new AgentConfig(new ConfigAssembly(new SettingReader(sources, problems), problems));
    }

    private static SettingSource environment() {
        try {
            return new EnvironmentSource(System.getenv());
        } catch (SecurityException e) {
            return new EnvironmentSource(Collections.emptyMap());
        }
    }
}
