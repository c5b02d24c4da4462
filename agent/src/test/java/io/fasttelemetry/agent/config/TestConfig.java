/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Configurations for the tests of other packages. */
public final class TestConfig {
    private TestConfig() {}

    /** @param keysAndValues keys without {@code fasttelemetry.}, each followed by its value */
    public static AgentConfig of(String... keysAndValues) {
        Settings settings = Settings.none();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.andProperty("fasttelemetry." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return settings.config();
    }
}
