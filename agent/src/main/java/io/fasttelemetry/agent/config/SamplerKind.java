/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Samplers, with the names of OpenTelemetry's environment variable. Each decides once, at a trace's root, so a
 * parent-based one would differ only for a parent from another process.
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

    /** Whether the sampler uses the sampling ratio. */
    public boolean takesRatio() {
        return takesRatio;
    }

    /** All names, in the order of {@link #values}. */
    static List<String> settingNames() {
        List<String> names = new ArrayList<>();
        for (SamplerKind kind : values()) {
            names.add(kind.settingName);
        }
        return names;
    }
}
