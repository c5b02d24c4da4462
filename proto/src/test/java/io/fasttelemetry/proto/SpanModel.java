/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A span as plain data, from which both our bytes and the message of the oracle are made. */
final class SpanModel {
    long traceIdHigh;
    long traceIdLow;
    long spanId;
    long parentSpanId;
    String traceState;
    int flags;
    long startEpochNanos;
    long endEpochNanos;
    String name;
    int kind;
    final Map<String, Object> constantAttributes = new LinkedHashMap<>();
    final Map<String, Object> attributes = new LinkedHashMap<>();
    int droppedAttributesCount;
    final List<Event> events = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    int droppedLinksCount;
    int statusCode;
    String statusMessage;

    static final class Event {
        long timeEpochNanos;
        String name;
        final Map<String, Object> attributes = new LinkedHashMap<>();
        int droppedAttributesCount;
    }

    static final class Link {
        long traceIdHigh;
        long traceIdLow;
        long spanId;
        String traceState;
        int flags;
        final Map<String, Object> attributes = new LinkedHashMap<>();
        int droppedAttributesCount;
    }
}
