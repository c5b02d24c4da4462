/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Values for one span, from a seed, and what is to arrive of them where nothing has to be left out. */
final class RandomValues {
    private static final String LATIN = "abcdefghijklmnopqrstuvwxyz 0123456789 \u00e4\u00ff\u0000";
    private static final String WIDE = "a\u20ac\u4e2d\ud83d\ude00\ud800\udfff\uffff";

    private final Random random;
    private final List<Object> values = new ArrayList<>();

    RandomValues(long seed) {
        random = new Random(seed);
        for (int i = random.nextInt(CapturedValues.MAX_VALUES + 1); i > 0; i--) {
            values.add(value());
        }
    }

    void capture(ThreadState state, long span) {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof String text) {
                ThreadState.capture(state, span, i, text);
            } else if (value instanceof Long number) {
                ThreadState.capture(state, span, i, number.longValue());
            } else if (value instanceof Double number) {
                ThreadState.capture(state, span, i, number.doubleValue());
            } else if (value instanceof Boolean flag) {
                ThreadState.capture(state, span, i, flag.booleanValue());
            } else {
                ThreadState.capture(state, span, i, value);
            }
        }
    }

    Map<Integer, Object> expected() {
        Map<Integer, Object> all = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value != null) {
                all.put(i, arrived(value));
            }
        }
        return all;
    }

    private Object value() {
        return switch (random.nextInt(13)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextGaussian();
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 4 -> random.nextBoolean() ? TimeUnit.DAYS : TimeUnit.MICROSECONDS;
            case 5 -> random.nextInt();
            case 6 -> random.nextFloat();
            case 7 -> random.longs(random.nextInt(6)).toArray();
            case 8 -> random.ints(random.nextInt(6)).toArray();
            case 9 -> random.doubles(random.nextInt(6)).toArray();
            case 10 -> flags();
            case 11 -> texts();
            default -> text();
        };
    }

    private boolean[] flags() {
        boolean[] flags = new boolean[random.nextInt(9)];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = random.nextBoolean();
        }
        return flags;
    }

    private String[] texts() {
        String[] texts = new String[random.nextInt(4)];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = random.nextInt(4) == 0 ? null : text();
        }
        return texts;
    }

    private String text() {
        String alphabet = random.nextInt(3) == 0 ? WIDE : LATIN;
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(20);
        while (text.length() < length) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static Object arrived(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        } else if (value instanceof Integer number) {
            return number.longValue();
        } else if (value instanceof Float number) {
            return number.doubleValue();
        } else if (value instanceof long[] numbers) {
            return Arrays.stream(numbers).boxed().toList();
        } else if (value instanceof int[] numbers) {
            return Arrays.stream(numbers).mapToLong(number -> number).boxed().toList();
        } else if (value instanceof double[] numbers) {
            return Arrays.stream(numbers).boxed().toList();
        } else if (value instanceof String[] texts) {
            return Arrays.asList(texts);
        } else if (value instanceof boolean[] flags) {
            List<Boolean> list = new ArrayList<>();
            for (boolean flag : flags) {
                list.add(flag);
            }
            return list;
        }
        return value;
    }
}
