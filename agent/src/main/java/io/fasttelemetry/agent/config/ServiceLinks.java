/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/**
 * Recognises the variables that Kubernetes sets for each Service of a namespace, and Docker for each link: one called
 * {@code fasttelemetry} gives {@code FASTTELEMETRY_SERVICE_HOST}, {@code FASTTELEMETRY_PORT_4318_TCP_ADDR} and others.
 * Stateless; any thread.
 */
final class ServiceLinks {
    private static final String[] PROTOCOLS = {"TCP", "UDP", "SCTP"};
    private static final String[] PARTS = {"", "_ADDR", "_PORT", "_PROTO", "_PORT_START", "_PORT_END", "_START", "_END"
    };

    private ServiceLinks() {}

    /**
     * Whether the variable is one of these. {@code X_PORT} counts only if its value is an address, since otherwise a
     * setting may be meant.
     */
    static boolean isLink(String name, String value) {
        if (name.endsWith("_SERVICE_HOST")
                || name.endsWith("_SERVICE_PORT")
                || name.contains("_SERVICE_PORT_")
                || name.contains("_ENV_")) {
            return true;
        }
        boolean address = value != null && value.contains("://");
        return (address && name.endsWith("_PORT")) || (value != null && isDockerName(name, value)) || isPort(name);
    }

    /** Whether this is Docker's {@code X_NAME=/container/x}. */
    private static boolean isDockerName(String name, String value) {
        return name.endsWith("_NAME") && value.startsWith("/");
    }

    /** Whether this is {@code X_PORT_4318_TCP} or one of its parts. */
    private static boolean isPort(String name) {
        int digits = name.lastIndexOf("_PORT_", name.length() - 7);
        for (; digits >= 0; digits = name.lastIndexOf("_PORT_", digits - 1)) {
            int start = digits + "_PORT_".length();
            int end = start;
            while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
                end++;
            }
            if (end > start && isPart(name.substring(end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPart(String rest) {
        for (String protocol : PROTOCOLS) {
            for (String part : PARTS) {
                if (rest.length() == 1 + protocol.length() + part.length()
                        && rest.startsWith("_")
                        && rest.startsWith(protocol, 1)
                        && rest.endsWith(part)) {
                    return true;
                }
            }
        }
        return false;
    }
}
