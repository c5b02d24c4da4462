/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;

/** The JVM's system properties. Throws what a security manager throws. */
final class SystemPropertySource implements SettingSource {
    @Override
    public String value(String key) {
        return System.getProperty(key);
    }

    @Override
    public String nameOf(String key) {
        return key;
    }

    @Override
    public List<String> ownNames() {
        List<String> names = new ArrayList<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (Names.startsWithIgnoringCase(name, ConfigOption.OWN_PREFIX)) {
                names.add(name);
            }
        }
        return names;
    }
}
