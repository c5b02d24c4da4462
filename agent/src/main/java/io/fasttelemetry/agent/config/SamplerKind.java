/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Which traces are recorded, by the names of OpenTelemetry's environment variable for samplers. A parent-based sampler
 * does as the parent did, and decides itself for roots alone.
 */
public enum SamplerKind {
    ALWAYS_ON("always_on", false, false),
    ALWAYS_OFF("always_off", false, false),
    TRACEIDRATIO("traceidratio", false, true),
    PARENTBASED_ALWAYS_ON("parentbased_always_on", true, false),
    PARENTBASED_ALWAYS_OFF("parentbased_always_off", true, false),
    PARENTBASED_TRACEIDRATIO("parentbased_traceidratio", true, true);

    private final String settingName;
    private final boolean parentBased;
    private final boolean takesRatio;

    SamplerKind(String settingName, boolean parentBased, boolean takesRatio) {
        this.settingName = settingName;
        this.parentBased = parentBased;
        this.takesRatio = takesRatio;
    }

    /** The name as it is written in a setting. */
    public String settingName() {
        return settingName;
    }

    public boolean isParentBased() {
        return parentBased;
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
