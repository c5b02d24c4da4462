/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.Locale;

/** Compares URLs by scheme, host and port, which decide whether credentials may be shared. Stateless; any thread. */
final class Origin {
    private Origin() {}

    /** Whether both URLs, as {@link EndpointParser} gives them, lead to the same receiver. */
    static boolean isSame(String url, String other) {
        return of(url).equals(of(other));
    }

    /** Returns {@code scheme://host:port} in lower case, with the default port if it is missing. */
    static String of(String url) {
        int start = url.indexOf("://") + 3;
        int end = start;
        while (end < url.length() && "/?".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String host = url.substring(start, end);
        int colon = host.lastIndexOf(':');
        long port = url.startsWith("https:") ? 443 : 80;
        if (colon > host.lastIndexOf(']')) {
            String digits = host.substring(colon + 1);
            port = QuantityParser.value(digits, digits.length(), 1);
            host = host.substring(0, colon);
        }
        return url.substring(0, start) + host.toLowerCase(Locale.ROOT) + ":" + port;
    }
}
