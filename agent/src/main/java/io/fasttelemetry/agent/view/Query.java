/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters of a query string. */
final class Query {
    private Query() {}

    /** All values by name; what is not percent-encoded as it should be is left out. */
    static Map<String, List<String>> parse(String rawQuery) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery == null ? new String[0] : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                try {
                    String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
                    String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                    parameters.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
                } catch (IllegalArgumentException e) {
                    // not a condition that anybody can meet
                }
            }
        }
        return parameters;
    }

    /** A number within bounds. */
    static int number(Map<String, List<String>> query, String name, int otherwise, int max) {
        try {
            return Math.max(1, Math.min(max, Integer.parseInt(Filter.first(query, name))));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
