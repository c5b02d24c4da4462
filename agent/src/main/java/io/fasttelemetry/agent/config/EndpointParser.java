/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.Quoted;
import java.util.Locale;

/**
 * Parses a URL of the receiver into the URL that spans are posted to. Without {@code java.net.URI}, which would load
 * further classes before the application starts.
 *
 * <p>Scheme, host, port, path and query are kept as they are, with three exceptions: the scheme is put in lower case,
 * the fragment, which is never sent, is cut off, and so is {@code user:password@}, with a message that says where to
 * put credentials. A missing port stays missing and means 80 or 443. After the section "Endpoint URLs for OTLP/HTTP" of
 * OpenTelemetry's exporter specification. Messages show neither credentials nor the query. Immutable.
 */
final class EndpointParser extends ValueParser<String> {
    /** The agent's own key: a base, unless the path ends in {@code /v1/traces} already. */
    static final EndpointParser OWN = new EndpointParser();

    /** The base of all signals: {@code v1/traces} is appended whatever the path is. */
    static final EndpointParser BASE = new EndpointParser();

    /** The URL of one signal: used as it is, with {@code /} for a missing path. */
    static final EndpointParser SIGNAL = new EndpointParser();

    private static final String TRACES_PATH = "/v1/traces";
    private static final String METRICS_PATH = "/v1/metrics";

    private EndpointParser() {
        super("a URL", "http://host:port or https://host:port, with or without a path");
    }

    @Override
    boolean holdsEquals() {
        return true;
    }

    @Override
    String quote(String text) {
        return quotedUrl(text);
    }

    @Override
    String show(String url) {
        return quotedUrl(url);
    }

    /** The URL in quotes, without the user and password before an {@code @} and without the query. */
    private static String quotedUrl(String value) {
        String shown = value;
        int at = shown.lastIndexOf('@');
        if (at >= 0) {
            // To the last @: a password that is not encoded may hold any character.
            int scheme = shown.indexOf("://");
            int start = scheme >= 0 && scheme < at ? scheme + 3 : 0;
            shown = shown.substring(0, start) + "***" + shown.substring(at);
        }
        int query = shown.indexOf('?');
        return Quoted.of(query < 0 ? shown : shown.substring(0, query) + "?***");
    }

    @Override
    String parse(String text, Problems problems) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '\\') {
                return rejected(problems, "it has a blank, a backslash or a control character");
            }
        }
        int schemeEnd = text.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return rejected(problems, "it does not begin with http:// or https://");
        }
        int authorityStart = schemeEnd + 3;
        int authorityEnd = firstOf("/?#", text, authorityStart);
        int pathEnd = firstOf("?#", text, authorityEnd);
        int queryEnd = firstOf("#", text, pathEnd);

        String authority = text.substring(authorityStart, authorityEnd);
        int at = authority.lastIndexOf('@');
        String hostAndPort = hostAndPort(authority.substring(at + 1), problems);
        if (hostAndPort == null) {
            return null;
        }
        if (at >= 0) {
            problems.note("the user and password in " + quotedUrl(text)
                    + " are not sent; accepted: the header authorization in fasttelemetry.headers");
        }
        if (hostAndPort.endsWith(":4317")) {
            problems.note("port 4317 of " + quotedUrl(text)
                    + " is usually for gRPC; accepted: the receiver's OTLP/HTTP port, usually 4318");
        }
        return scheme + "://" + hostAndPort + path(text.substring(authorityEnd, pathEnd))
                + text.substring(pathEnd, queryEnd);
    }

    private String path(String path) {
        if (this == SIGNAL) {
            return path.isEmpty() ? "/" : path;
        }
        if (this == BASE) {
            return path.endsWith("/") ? path + TRACES_PATH.substring(1) : path + TRACES_PATH;
        }
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        String trimmed = path.substring(0, end);
        return trimmed.endsWith(TRACES_PATH) ? trimmed : trimmed + TRACES_PATH;
    }

    /** Checks {@code host} or {@code host:port}; null if it is neither. */
    private String hostAndPort(String text, Problems problems) {
        int hostEnd;
        boolean hostIsGood;
        if (text.startsWith("[")) {
            hostEnd = text.indexOf(']') + 1;
            hostIsGood = hostEnd > 0 && HostSyntax.isIpv6(text.substring(1, hostEnd - 1));
        } else {
            int colon = text.indexOf(':');
            if (colon != text.lastIndexOf(':')) {
                return rejected(problems, "an IPv6 address needs brackets");
            }
            hostEnd = colon < 0 ? text.length() : colon;
            if (hostEnd == 0) {
                return rejected(problems, "it has no host");
            }
            hostIsGood = HostSyntax.isName(text.substring(0, hostEnd));
        }
        if (!hostIsGood) {
            return rejected(problems, "the host is not a name or an address");
        }
        String host = text.substring(0, hostEnd);
        String port = text.substring(hostEnd);
        if (port.isEmpty() || port.equals(":")) {
            return host;
        }
        String digits = port.substring(1);
        int end = QuantityParser.digitsEnd(digits);
        long number = QuantityParser.value(digits, end, 1);
        if (port.charAt(0) != ':' || end < digits.length() || number < 1 || number > 65535) {
            return rejected(problems, "the port is not a number from 1 to 65535");
        }
        return host + port;
    }

    /** The corresponding URL for metrics; null if the path does not end in {@code /v1/traces}. */
    static String metricsUrl(String tracesUrl) {
        int pathEnd = firstOf("?", tracesUrl, 0);
        String path = tracesUrl.substring(0, pathEnd);
        return path.endsWith(TRACES_PATH)
                ? path.substring(0, pathEnd - TRACES_PATH.length()) + METRICS_PATH + tracesUrl.substring(pathEnd)
                : null;
    }

    private static int firstOf(String characters, String text, int from) {
        int i = from;
        while (i < text.length() && characters.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
