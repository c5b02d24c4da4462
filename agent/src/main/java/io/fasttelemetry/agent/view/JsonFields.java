/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fields of a JSON object by name and type; null counts as absent, as in protobuf's JSON. */
final class JsonFields {
    private JsonFields() {}

    @SuppressWarnings("unchecked") // keys of a JsonReader's maps are texts
    static Map<String, Object> object(Object json) throws MalformedException {
        if (json instanceof Map) {
            return (Map<String, Object>) json;
        }
        throw new MalformedException("JSON: an object is expected");
    }

    /** The object in a field; empty if there is none. */
    static Map<String, Object> child(Map<String, Object> json, String field) throws MalformedException {
        Object value = json.get(field);
        return value == null ? Map.of() : object(value);
    }

    /** The objects in a field that is an array; empty if there is none. */
    static List<Map<String, Object>> objects(Map<String, Object> json, String field) throws MalformedException {
        Object value = json.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List)) {
            throw new MalformedException("JSON: " + field + " is not an array");
        }
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object element : (List<?>) value) {
            objects.add(object(element));
        }
        return objects;
    }

    /** The text in a field; empty if there is none. */
    static String text(Map<String, Object> json, String field) throws MalformedException {
        Object value = json.get(field);
        if (value == null) {
            return "";
        }
        if (value instanceof String) {
            return (String) value;
        }
        throw new MalformedException("JSON: " + field + " is not a text");
    }

    /** The integer in a field, also as a text or unsigned; zero if there is none. */
    static long number(Map<String, Object> json, String field) throws MalformedException {
        Object value = json.get(field);
        if (value == null) {
            return 0;
        }
        if (value instanceof Long) {
            return (long) value;
        }
        if (value instanceof Double) {
            return (long) (double) value;
        }
        try {
            String text = String.valueOf(value);
            return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedException("JSON: " + field + " is not an integer");
        }
    }

    /** A floating-point number, also as a text such as NaN. */
    static double decimal(Object value) throws MalformedException {
        if (value instanceof Number) {
            return ((Number) value).doubleValue();
        }
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new MalformedException("JSON: doubleValue is not a number");
        }
    }
}
