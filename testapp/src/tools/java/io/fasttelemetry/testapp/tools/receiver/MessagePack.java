/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

/** As much of MessagePack as it takes to count the spans of a request of Datadog's agent. Not safe for threads. */
final class MessagePack {
    private final byte[] bytes;
    private int at;

    private MessagePack(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Counts the elements of the arrays in an array: the spans of traces.
     *
     * @throws RuntimeException if the bytes are something else, or not all of it
     */
    static int countSpans(byte[] request) {
        MessagePack in = new MessagePack(request);
        int count = 0;
        for (int traces = in.arrayLength(); traces > 0; traces--) {
            int spans = in.arrayLength();
            in.skip(spans);
            count += spans;
        }
        if (in.at != request.length) {
            throw new IllegalStateException("cut off");
        }
        return count;
    }

    private int arrayLength() {
        int type = bytes[at++] & 0xff;
        if ((type & 0xf0) == 0x90) {
            return type & 0x0f;
        }
        if (type != 0xdc && type != 0xdd) {
            throw new IllegalStateException("not an array");
        }
        return number(type == 0xdc ? 2 : 4);
    }

    private void skip(int values) {
        for (int i = 0; i < values; i++) {
            skip();
        }
    }

    private void skip() {
        int type = bytes[at++] & 0xff;
        if (type >= 0x80 && type <= 0x8f) {
            skip(2 * (type & 0x0f));
        } else if (type >= 0x90 && type <= 0x9f) {
            skip(type & 0x0f);
        } else if (type >= 0xa0 && type <= 0xbf) {
            at += type & 0x1f;
        } else if (type >= 0xc4 && type <= 0xc6) { // bin 8, 16, 32
            pass(number(1 << (type - 0xc4)));
        } else if (type >= 0xc7 && type <= 0xc9) { // ext 8, 16, 32
            pass(number(1 << (type - 0xc7)) + 1);
        } else if (type == 0xca || type == 0xcb) { // float
            at += type == 0xca ? 4 : 8;
        } else if (type >= 0xcc && type <= 0xd3) { // integers
            at += 1 << ((type - 0xcc) & 3);
        } else if (type >= 0xd4 && type <= 0xd8) { // fixext
            at += (1 << (type - 0xd4)) + 1;
        } else if (type >= 0xd9 && type <= 0xdb) { // str
            pass(number(1 << (type - 0xd9)));
        } else if (type == 0xdc || type == 0xdd) {
            skip(number(type == 0xdc ? 2 : 4));
        } else if (type == 0xde || type == 0xdf) {
            skip(2 * number(type == 0xde ? 2 : 4));
        }
    }

    private void pass(int length) {
        at = Math.addExact(at, length);
    }

    private int number(int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (bytes[at++] & 0xff);
        }
        return value;
    }
}
