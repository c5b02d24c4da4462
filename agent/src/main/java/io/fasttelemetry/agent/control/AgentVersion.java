/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this build of the agent. */
public final class AgentVersion {
    public static final String VERSION = read();

    private AgentVersion() {}

    private static String read() {
        try (InputStream in = AgentVersion.class.getClassLoader().getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
