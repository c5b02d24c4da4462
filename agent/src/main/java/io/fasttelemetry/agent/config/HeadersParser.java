/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Parses {@code name=value,name=value}: split at the first equals sign, both parts trimmed, values percent-decoded.
 * This is the list syntax of W3C Baggage as OpenTelemetry uses it, without {@code ;} properties.
 *
 * <p>A bad pair is left out with a message; the others stay in force. A repeated name replaces the earlier one.
 * Messages show no value, and a name only if it is legal, since the pieces of a secret that contains a comma look like
 * names.
 */
final class HeadersParser extends ValueParser<List<HttpHeader>> {
    private static final String[] RESERVED = {
        "Content-Type", "Content-Encoding", "Content-Length", "Host", "Transfer-Encoding"
    };
    private static final String LEFT_OUT = "; this pair is left out";

    HeadersParser() {
        super("a list of headers", "name=value,name=value; values are percent-decoded");
    }

    @Override
    boolean holdsPairs() {
        return true;
    }

    @Override
    String quote(String text) {
        return "the value";
    }

    @Override
    List<HttpHeader> parse(String text, Problems problems) {
        List<HttpHeader> headers = new ArrayList<>();
        List<String> pairs = PairSyntax.split(text);
        for (int i = 0; i < pairs.size(); i++) {
            if (!pairs.get(i).isEmpty()) {
                add(headers, pairs.get(i), "pair " + (i + 1), problems);
            }
        }
        return Collections.unmodifiableList(headers);
    }

    private static void add(List<HttpHeader> headers, String pair, String where, Problems problems) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            problems.note(where + " has no \"=\"; accepted: name=value" + LEFT_OUT);
            return;
        }
        String name = pair.substring(0, equals).trim();
        if (!isToken(name)) {
            problems.note(where + " has no legal header name; accepted: letters, digits, \"-\" and \"_\"" + LEFT_OUT);
            return;
        }
        if (isReserved(name)) {
            problems.note(where + " (" + name + ") is set by the agent itself; accepted: any other name" + LEFT_OUT);
            return;
        }
        String value = PairSyntax.decode(pair.substring(equals + 1).trim());
        if (value == null) {
            problems.note(where + " (" + name
                    + ") has a \"%\" that does not begin an escaped UTF-8 byte; accepted: %25 for the sign itself"
                    + LEFT_OUT);
            return;
        }
        if (hasControlCharacter(value)) {
            problems.note(where + " (" + name + ") has a control character; accepted: printable text" + LEFT_OUT);
            return;
        }
        put(headers, new HttpHeader(name, value), where, problems);
    }

    private static void put(List<HttpHeader> headers, HttpHeader header, String where, Problems problems) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().equalsIgnoreCase(header.name())) {
                headers.set(i, header);
                problems.note(where + " (" + header.name() + ") repeats an earlier name; the later value is used");
                return;
            }
        }
        headers.add(header);
    }

    private static boolean isReserved(String name) {
        for (String reserved : RESERVED) {
            if (reserved.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the name is a token of RFC 9110, section 5.6.2. */
    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean hasControlCharacter(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
