/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Which traces are recorded, by the names of OpenTelemetry's environment variable for samplers. Each decides once, at
 * a trace's root, so a parent-based one differs only where a parent comes from another process.
 */
public enum SamplerKind {
    ALWAYS_ON("always_on", false),
    ALWAYS_OFF("always_off", false),
    TRACEIDRATIO("traceidratio", true),
    PARENTBASED_ALWAYS_ON("parentbased_always_on", false),
    PARENTBASED_ALWAYS_OFF("parentbased_always_off", false),
    PARENTBASED_TRACEIDRATIO("parentbased_traceidratio", true);

    private final String settingName;
    private final boolean takesRatio;

    SamplerKind(String settingName, boolean takesRatio) {
        this.settingName = settingName;
        this.takesRatio = takesRatio;
    }

    /** The name as it is written in a setting. */
    public String settingName() {
        return settingName;
    }

    /** Whether the sampling ratio means anything to it. */
    public boolean takesRatio() {
        return takesRatio;
    }

    /** The names of all, in the order of {@link #values}. */
    static List<String> settingNames() {
        List<String> names = new ArrayList<>();
        for (SamplerKind kind : values()) {
            names.add(kind.settingName);
        }
        return names;
    }
}
