/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses {@code key=value,key=value}: split at the first equals sign, both parts percent-decoded, in the order given;
 * the last of equal keys wins. Any error discards the whole value, as OpenTelemetry's resource specification asks for.
 */
final class AttributesParser extends ValueParser<Map<String, String>> {
    AttributesParser() {
        super("a list of attributes", "key=value,key=value; both are percent-decoded");
    }

    @Override
    boolean holdsPairs() {
        return true;
    }

    @Override
    Map<String, String> parse(String text, Problems problems) {
        Map<String, String> attributes = new LinkedHashMap<>();
        List<String> pairs = PairSyntax.split(text);
        for (int i = 0; i < pairs.size(); i++) {
            String pair = pairs.get(i);
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0) {
                return rejected(problems, "pair " + (i + 1) + " has no \"=\"");
            }
            String key = PairSyntax.decode(pair.substring(0, equals).trim());
            String value = PairSyntax.decode(pair.substring(equals + 1).trim());
            if (key == null || value == null) {
                return rejected(problems, "pair " + (i + 1) + " has a bad \"%\" escape");
            }
            if (key.isEmpty()) {
                return rejected(problems, "pair " + (i + 1) + " has no key");
            }
            attributes.put(key, value);
        }
        return Collections.unmodifiableMap(attributes);
    }
}
