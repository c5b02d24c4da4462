/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The resource and the instrumentation scope that a span comes from. Two are equal if they have the same content, apart
 * from what the sender has dropped so far. Immutable.
 */
final class Origin implements Comparable<Origin> {
    /** Prefix of the scope attributes in which a sender reports how many spans it has dropped. */
    static final String DROPPED = "fasttelemetry.dropped.";

    private static final String UNKNOWN = "unknown_service";

    private final Attributes resource;
    private final String scopeName;
    private final String scopeVersion;
    private final Attributes scope = new Attributes();
    private final Map<String, Long> dropped = new LinkedHashMap<>();
    private final String service;
    private final String key;

    Origin(Attributes resource, String scopeName, String scopeVersion, Attributes scopeAttributes) {
        this.resource = resource;
        this.scopeName = scopeName;
        this.scopeVersion = scopeVersion;
        for (int i = 0; i < scopeAttributes.size(); i++) {
            String attribute = scopeAttributes.key(i);
            Object value = scopeAttributes.value(i);
            if (attribute.startsWith(DROPPED) && value instanceof Long) {
                dropped.put(attribute.substring(DROPPED.length()), (Long) value);
            } else {
                scope.add(attribute, value);
            }
        }
        Object name = resource.get("service.name");
        service = name == null || name.toString().isEmpty() ? UNKNOWN : name.toString();
        key = OtlpJson.originKey(this);
    }

    Attributes resource() {
        return resource;
    }

    String scopeName() {
        return scopeName;
    }

    String scopeVersion() {
        return scopeVersion;
    }

    /** The scope's attributes, without what the sender dropped. */
    Attributes scope() {
        return scope;
    }

    String service() {
        return service;
    }

    /** Totals of spans that the sender dropped since its start, by reason. */
    Map<String, Long> dropped() {
        return dropped;
    }

    /** Identifies the sending process, as far as it says who it is. */
    String sender() {
        Object instance = resource.get("service.instance.id");
        Object pid = resource.get("process.pid");
        Object host = resource.get("host.name");
        return service + '\n' + (instance == null ? host + "/" + pid : instance);
    }

    /** Approximate bytes of memory. */
    int weight() {
        return 600 + 4 * key.length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin && ((Origin) other).key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public int compareTo(Origin other) {
        return key.compareTo(other.key);
    }
}
