/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the settings: agent arguments, system properties, environment variables, the properties file, in this order.
 *
 * <p>Called once, by the starting thread, before the application's main method. Never throws: each problem becomes a
 * message, and the default is used.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Reads this process's settings.
     *
     * @param agentArguments the text after {@code -javaagent:agent.jar=}; null if there is none
     */
    public static LoadedConfig load(String agentArguments) {
        return load(agentArguments, new SettingSource.SystemProperties(), environment(), Options.all());
    }

    static LoadedConfig load(
            String agentArguments, SettingSource properties, SettingSource environment, List<ConfigOption<?>> options) {
        List<String> problems = new ArrayList<>();
        try {
            return new LoadedConfig(read(agentArguments, properties, environment, options, problems), problems);
        } catch (RuntimeException | LinkageError e) {
            problems.add("settings cannot be read (" + e.getClass().getName() + "); the agent is off");
            return new LoadedConfig(off(options), problems);
        }
    }

    private static AgentConfig read(
            String agentArguments,
            SettingSource properties,
            SettingSource environment,
            List<ConfigOption<?>> options,
            List<String> problems) {
        List<SettingSource> sources = new ArrayList<>();
        sources.add(AgentArguments.parse(agentArguments, options, problems));
        sources.add(properties);
        sources.add(environment);
        SettingReader reader = new SettingReader(sources, problems);
        Setting<String> file = reader.read(Options.CONFIG_FILE);
        if (file.isSet()) {
            sources.add(PropertiesFile.read(file.value(), file.name(), problems));
        }
        UnknownKeys.report(sources, options, problems);
        return read(reader, options, problems);
    }

    private static AgentConfig read(SettingReader reader, List<ConfigOption<?>> options, List<String> problems) {
        Map<ConfigOption<?>, Object> values = new LinkedHashMap<>();
        for (ConfigOption<?> option : options) {
            values.put(option, reader.read(option).value());
        }
        return CrossChecks.settle(reader, values, problems);
    }

    /** The configuration for when reading fails: with it the agent is not started. */
    private static AgentConfig off(List<ConfigOption<?>> options) {
        Map<String, String> disabled = Collections.singletonMap(Options.ENABLED.key(), "false");
        List<SettingSource> sources = Collections.singletonList(new SettingSource.Pairs(disabled));
        List<String> problems = new ArrayList<>();
        return read(new SettingReader(sources, problems), options, problems);
    }

    private static SettingSource environment() {
        try {
            return new SettingSource.Environment(System.getenv());
        } catch (SecurityException e) {
            return new SettingSource.Environment(Collections.emptyMap());
        }
    }
}
