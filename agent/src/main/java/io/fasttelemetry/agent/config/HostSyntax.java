/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Checks the host of a URL without a resolver. Stateless; any thread. */
final class HostSyntax {
    private static final int IPV6_GROUPS = 8;

    private HostSyntax() {}

    /** Whether this is a name or an IPv4 address: letters, also beyond ASCII, digits, {@code . - _}. */
    static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return !host.isEmpty() && host.charAt(0) != '.' && !host.contains("..");
    }

    /** Whether this is an IPv6 address as written between brackets, without a zone. */
    static boolean isIpv6(String host) {
        int gap = host.indexOf("::");
        if (gap < 0) {
            return groupCount(host) == IPV6_GROUPS;
        }
        int before = gap == 0 ? 0 : groupCount(host.substring(0, gap));
        String rest = host.substring(gap + 2);
        int after = rest.isEmpty() ? 0 : groupCount(rest);
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /**
     * The number of 16-bit groups between colons, where a trailing IPv4 address counts as two; negative if malformed.
     */
    private static int groupCount(String run) {
        int count = 0;
        int start = 0;
        while (true) {
            int colon = run.indexOf(':', start);
            String group = run.substring(start, colon < 0 ? run.length() : colon);
            if (colon < 0 && group.indexOf('.') >= 0) {
                return isIpv4(group) ? count + 2 : Integer.MIN_VALUE;
            }
            if (!isHexGroup(group)) {
                return Integer.MIN_VALUE;
            }
            count++;
            if (colon < 0) {
                return count;
            }
            start = colon + 1;
        }
    }

    private static boolean isHexGroup(String group) {
        for (int i = 0; i < group.length(); i++) {
            if (group.charAt(i) > 'f' || Character.digit(group.charAt(i), 16) < 0) {
                return false;
            }
        }
        return !group.isEmpty() && group.length() <= 4;
    }

    private static boolean isIpv4(String text) {
        int start = 0;
        for (int part = 0; part < 4; part++) {
            int dot = part < 3 ? text.indexOf('.', start) : text.length();
            if (dot < 0) {
                return false;
            }
            String number = text.substring(start, dot);
            int end = QuantityParser.digitsEnd(number);
            if (end != number.length() || end > 3 || QuantityParser.value(number, end, 1) > 255 || end == 0) {
                return false;
            }
            start = dot + 1;
        }
        return true;
    }
}
