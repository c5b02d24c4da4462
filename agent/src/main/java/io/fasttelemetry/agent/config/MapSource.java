/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings that are spelled as system properties: agent arguments, the properties file. Never throws. */
final class MapSource implements SettingSource {
    private final Map<String, String> values;

    MapSource(Map<String, String> values) {
        this.values = values;
    }

    @Override
    public String value(String key) {
        return values.get(key);
    }

    @Override
    public String nameOf(String key) {
        return key;
    }

    @Override
    public List<String> ownNames() {
        List<String> names = new ArrayList<>();
        for (String name : values.keySet()) {
            if (Names.startsWithIgnoringCase(name, ConfigOption.OWN_PREFIX)) {
                names.add(name);
            }
        }
        return names;
    }
}
