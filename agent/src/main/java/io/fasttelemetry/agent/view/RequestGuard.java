/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import com.sun.net.httpserver.Headers;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which requests are answered. A web page that the user visits elsewhere must neither read traces nor write
 * some: a browser sends {@code Origin} or {@code Sec-Fetch-Site} with what such a page requests, and {@code Host} tells
 * a name that was made to point here (DNS rebinding). Immutable.
 */
final class RequestGuard {
    private final Set<String> names;

    /** @param names names by which the viewer may be addressed, besides addresses */
    RequestGuard(Set<String> names) {
        this.names = names;
    }

    /** Why the page or one of its files is refused, or null. Links from elsewhere lead to the page. */
    String refusePage(Headers headers) {
        return isOwnHost(headers.getFirst("Host")) ? null : "the Host header names another server";
    }

    /** Why a request for data is refused, or null. */
    String refuseApi(Headers headers) {
        if (!isOwnHost(headers.getFirst("Host"))) {
            return "the Host header names another server";
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return "the request comes from another site";
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equalsIgnoreCase("http://" + headers.getFirst("Host"))) {
            return "the request comes from another origin";
        }
        return null;
    }

    /**
     * Why spans are refused, or null. No browser sends spans on behalf of a page; other senders may use any name for
     * this machine.
     */
    String refuseSpans(Headers headers) {
        if (headers.containsKey("Origin") || headers.containsKey("Sec-Fetch-Site")) {
            return "spans are not taken from a web page";
        }
        return null;
    }

    /** Whether a Host header has an address, which no DNS server can have made up, or one of this viewer's names. */
    private boolean isOwnHost(String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']');
        String name = (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
        if (port && !isNumber(host.substring(colon + 1), 65535)) {
            return false;
        }
        return names.contains(name) || isIpv4(name) || isIpv6(name);
    }

    private static boolean isIpv4(String name) {
        String[] parts = name.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!isNumber(part, 255)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String text, int max) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= max;
    }

    private static boolean isIpv6(String name) {
        return name.matches("\\[[0-9a-f:.]{2,45}]") && name.indexOf(':') > 0;
    }
}
