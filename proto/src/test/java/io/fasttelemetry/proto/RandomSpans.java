/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.util.Map;
import java.util.Random;

/** Seeded spans that favour the edges: where a varint grows, where text is not text, where a value is a default. */
final class RandomSpans {
    private static final int[] EDGE_LENGTHS = {
        0, 1, 2, 62, 63, 64, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128
    };
    private static final int[] LONG_LENGTHS = {16_300, 16_370, 16_379, 16_382, 16_383, 16_384, 16_385};
    private static final long[] EDGE_LONGS = {
        0,
        1,
        -1,
        127,
        128,
        16_383,
        16_384,
        (1 << 21) - 1,
        1 << 21,
        (1 << 21) + 1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        (1L << 35) - 1,
        1L << 35,
        (1L << 42) - 1,
        1L << 49,
        1L << 56,
        (1L << 63) - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] EDGE_DOUBLES = {
        0.0,
        -0.0,
        1.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE
    };
    private static final int[] EDGE_CHARS = {
        0, 1, '\n', '<', 'é', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xFFFD, 0xFFFF
    };

    private final Random random;

    RandomSpans(long seed) {
        random = new Random(seed);
    }

    SpanModel next() {
        SpanModel span = new SpanModel();
        span.traceIdHigh = anyLong();
        span.traceIdLow = anyLong();
        span.spanId = anyLong();
        span.parentSpanId = random.nextInt(3) == 0 ? 0 : anyLong();
        span.traceState = random.nextInt(8) == 0 ? text() : null;
        span.flags = random.nextInt(4) == 0 ? random.nextInt() : 0x103;
        span.startEpochNanos = anyLong();
        span.endEpochNanos = anyLong();
        span.name = text();
        span.kind = random.nextInt(8) - 1;
        attributes(span.constantAttributes, "c", 3);
        attributes(span.attributes, "a", 6);
        span.droppedAttributesCount = count();
        for (int i = few(); i > 0; i--) {
            span.events.add(event());
        }
        for (int i = few(); i > 0; i--) {
            span.links.add(link());
        }
        span.droppedLinksCount = count();
        span.statusCode = random.nextInt(4);
        span.statusMessage = random.nextInt(3) == 0 ? null : text();
        return span;
    }

    private SpanModel.Event event() {
        SpanModel.Event event = new SpanModel.Event();
        event.timeEpochNanos = anyLong();
        event.name = text();
        attributes(event.attributes, "e", 4);
        event.droppedAttributesCount = count();
        return event;
    }

    private SpanModel.Link link() {
        SpanModel.Link link = new SpanModel.Link();
        link.traceIdHigh = anyLong();
        link.traceIdLow = anyLong();
        link.spanId = anyLong();
        link.traceState = random.nextBoolean() ? null : text();
        link.flags = random.nextBoolean() ? 0 : random.nextInt();
        attributes(link.attributes, "l", 4);
        link.droppedAttributesCount = count();
        return link;
    }

    private void attributes(Map<String, Object> to, String prefix, int most) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            to.put(prefix + i + (random.nextInt(4) == 0 ? text() : ""), value());
        }
    }

    private Object value() {
        return switch (random.nextInt(11)) {
            case 0 -> anyLong();
            case 1 -> anyDouble();
            case 2 -> random.nextBoolean();
            case 3 -> bytes();
            case 4 -> strings();
            case 5 -> random.longs(random.nextInt(5)).map(ignored -> anyLong()).toArray();
            case 6 ->
                random.doubles(random.nextInt(5)).map(ignored -> anyDouble()).toArray();
            case 7 -> booleans();
            default -> text();
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[length()];
        random.nextBytes(bytes);
        return bytes;
    }

    private String[] strings() {
        String[] strings = new String[random.nextInt(5)];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = random.nextInt(4) == 0 ? null : text();
        }
        return strings;
    }

    private boolean[] booleans() {
        boolean[] booleans = new boolean[random.nextInt(5) * random.nextInt(20)];
        for (int i = 0; i < booleans.length; i++) {
            booleans[i] = random.nextBoolean();
        }
        return booleans;
    }

    /** Mostly ASCII; else of every width, with pairs, and with surrogates that have no partner. */
    String text() {
        int length = length();
        boolean ascii = random.nextInt(3) != 0;
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            if (ascii || random.nextBoolean()) {
                text.append((char) (' ' + random.nextInt(95)));
            } else if (random.nextInt(3) == 0) {
                text.appendCodePoint(0x10000 + random.nextInt(0x100000));
            } else {
                text.append((char) EDGE_CHARS[random.nextInt(EDGE_CHARS.length)]);
            }
        }
        return text.toString();
    }

    private int length() {
        int choice = random.nextInt(1000);
        if (choice < 3) {
            return LONG_LENGTHS[random.nextInt(LONG_LENGTHS.length)];
        }
        return choice < 150 ? EDGE_LENGTHS[random.nextInt(EDGE_LENGTHS.length)] : random.nextInt(24);
    }

    private long anyLong() {
        return random.nextInt(3) == 0 ? EDGE_LONGS[random.nextInt(EDGE_LONGS.length)] : random.nextLong();
    }

    private double anyDouble() {
        return random.nextBoolean()
                ? EDGE_DOUBLES[random.nextInt(EDGE_DOUBLES.length)]
                : Double.longBitsToDouble(random.nextLong());
    }

    private int count() {
        return random.nextInt(3) == 0 ? random.nextInt(20_000) : 0;
    }

    private int few() {
        int choice = random.nextInt(200);
        return choice == 0 ? 150 : choice < 100 ? 0 : random.nextInt(4);
    }
}
