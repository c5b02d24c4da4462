/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Environment variables: the key in upper case, with {@code _} for {@code .} and {@code -}. Never throws. */
final class EnvironmentSource implements SettingSource {
    private static final String OWN_PREFIX = Names.environmentName(ConfigOption.OWN_PREFIX);

    private final Map<String, String> variables;

    EnvironmentSource(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public String value(String key) {
        return variables.get(Names.environmentName(key));
    }

    @Override
    public String nameOf(String key) {
        return Names.environmentName(key);
    }

    @Override
    public List<String> ownNames() {
        List<String> names = new ArrayList<>();
        for (String name : variables.keySet()) {
            if (Names.startsWithIgnoringCase(name, OWN_PREFIX)) {
                names.add(name);
            }
        }
        return names;
    }
}
