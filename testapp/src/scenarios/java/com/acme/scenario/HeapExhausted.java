/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.ArrayList;
import java.util.List;

/** {@code fill} runs the heap full, five times; then {@code work} is called fifty times. */
public final class HeapExhausted {
    private HeapExhausted() {}

    public static void main(String[] args) throws InterruptedException {
        int caught = 0;
        for (int i = 0; i < 5; i++) {
            try {
                fill();
            } catch (OutOfMemoryError e) {
                caught++;
            }
            Thread.sleep(50);
        }
        int sum = 0;
        for (int i = 0; i < 50; i++) {
            sum += work(i);
        }
        System.out.println("caught " + caught + ", sum " + sum);
    }

    static int fill() {
        List<byte[]> all = new ArrayList<>();
        while (all.size() < 1 << 20) {
            all.add(new byte[64 << 10]);
        }
        return all.size();
    }

    static int work(int n) {
        return n & 3;
    }
}
