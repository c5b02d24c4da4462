/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.proto.AttributeSet;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Describes this process (specification: resource semantic conventions, service, telemetry, process, host, os).
 *
 * <p>It uses no name service, no command, and no files but those of {@code /proc}. The command line is left out, since
 * it often holds secrets. {@code telemetry.sdk.name} is the agent's own, as the conventions demand of all SDKs but
 * OpenTelemetry's.
 */
final class ResourceDetector {
    /** The version of the conventions that the attributes of resource and spans follow. */
    static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.37.0";

    private static final String NAME = "fast-telemetry";

    private ResourceDetector() {}

    /** Detects the attributes, {@code service.name} first; what the user configured replaces what was detected. */
    static AttributeSet detect(AgentConfig config, String version, UUID instanceId) {
        AttributeSet set = AttributeSet.unlimited();
        set.put("service.name", config.get(Options.SERVICE_NAME));
        set.put("service.instance.id", instanceId.toString());
        set.put("telemetry.sdk.name", NAME);
        set.put("telemetry.sdk.language", "java");
        set.put("telemetry.sdk.version", version);
        set.put("telemetry.distro.name", "fast-telemetry-agent");
        set.put("telemetry.distro.version", version);
        set.put("process.pid", pid());
        set.put("process.runtime.name", System.getProperty("java.runtime.name"));
        set.put("process.runtime.version", System.getProperty("java.runtime.version"));
        set.put("process.runtime.description", runtimeDescription());
        set.put("host.name", hostName());
        set.put("host.arch", hostArch(System.getProperty("os.arch", "")));
        set.put("os.type", osType(System.getProperty("os.name", "")));
        for (Map.Entry<String, String> attribute :
                config.get(Options.RESOURCE_ATTRIBUTES).entrySet()) {
            if (!attribute.getKey().equals("service.name")) { // resolved by the configuration, see above
                set.put(attribute.getKey(), attribute.getValue());
            }
        }
        return set;
    }

    /**
     * The process id, from the proc file system where there is one. ProcessHandle is avoided: if no file descriptor is
     * free when it is initialised, it keeps a wrong start time for the life of the JVM.
     */
    private static long pid() {
        try {
            return Long.parseLong(new File("/proc/self").getCanonicalFile().getName());
        } catch (IOException | RuntimeException e) {
            return ProcessHandle.current().pid();
        }
    }

    private static String runtimeDescription() {
        return System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.vm.version");
    }

    private static String hostName() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8))) {
            return in.readLine();
        } catch (IOException e) {
            String name = System.getenv("HOSTNAME");
            return name != null ? name : System.getenv("COMPUTERNAME");
        }
    }

    static String hostArch(String osArch) {
        switch (osArch) {
            case "x86_64":
                return "amd64";
            case "aarch64":
                return "arm64";
            case "i386":
            case "i686":
                return "x86";
            default:
                return osArch;
        }
    }

    static String osType(String osName) {
        String name = osName.toLowerCase(java.util.Locale.ROOT);
        if (name.startsWith("linux")) {
            return "linux";
        }
        if (name.startsWith("windows")) {
            return "windows";
        }
        if (name.startsWith("mac")) {
            return "darwin";
        }
        return name.replace(" ", "").replace("/", "");
    }
}
