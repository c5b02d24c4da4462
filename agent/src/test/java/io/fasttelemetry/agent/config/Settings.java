/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process's settings, made up by the test. */
final class Settings {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private String agentArguments;

    static Settings none() {
        return new Settings();
    }

    static Settings property(String key, String value) {
        return new Settings().andProperty(key, value);
    }

    static Settings env(String name, String value) {
        return new Settings().andEnv(name, value);
    }

    static Settings arguments(String text) {
        return new Settings().andArguments(text);
    }

    Settings andProperty(String key, String value) {
        properties.put(key, value);
        return this;
    }

    Settings andEnv(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Settings andArguments(String text) {
        agentArguments = text;
        return this;
    }

    LoadedConfig load() {
        return load(Options.all());
    }

    LoadedConfig load(List<ConfigOption<?>> options) {
        return ConfigLoader.load(
                agentArguments,
                new SettingSource.Pairs(properties),
                new SettingSource.Environment(environment),
                options);
    }

    /** The configuration of settings that have nothing wrong with them. */
    AgentConfig config() {
        LoadedConfig loaded = load();
        if (!loaded.problems().isEmpty()) {
            throw new AssertionError(loaded.problems());
        }
        return loaded.config();
    }

    List<String> problems() {
        return load().problems();
    }
}
