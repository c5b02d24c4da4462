/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Annotations that select methods without a rule: {@code @WithSpan} and what other agents and libraries have for the
 * same purpose. Stateless; any thread.
 */
public final class DefaultAnnotations {
    private static final String[] NAMES = {
        "io.opentelemetry.instrumentation.annotations.WithSpan",
        "io.opentelemetry.extension.annotations.WithSpan",
        "com.newrelic.api.agent.Trace",
        "datadog.trace.api.Trace",
        "com.signalfx.tracing.api.Trace",
        "kamon.annotation.api.Trace",
        "kamon.annotation.Trace",
        "org.springframework.cloud.sleuth.annotation.NewSpan",
        "io.opentracing.contrib.dropwizard.Trace",
        "com.appoptics.api.ext.LogMethod",
        "com.tracelytics.api.ext.LogMethod",
        "io.micrometer.observation.annotation.Observed",
        "io.micrometer.tracing.annotation.NewSpan"
    };

    private DefaultAnnotations() {}

    /** The descriptors, {@code Lcom/newrelic/api/agent/Trace;}. */
    public static List<String> descriptors() {
        List<String> descriptors = new ArrayList<>();
        for (String name : NAMES) {
            descriptors.add("L" + name.replace('.', '/') + ";");
        }
        return descriptors;
    }

    /** A rule for each of them. */
    public static List<MethodRule> rules() {
        List<MethodRule> rules = new ArrayList<>();
        for (String name : NAMES) {
            PatternRule.Builder rule = new PatternRule.Builder("*");
            rule.annotation = new AnnotationPattern(name, false);
            rule.isDefault = true;
            rules.add(rule.build());
        }
        return Collections.unmodifiableList(rules);
    }
}
