/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code fill} runs the heap full, five times; then {@code work} is called fifty times. With the argument {@code many}
 * it is called meanwhile as well, and main goes on for two seconds.
 */
public final class HeapExhausted {
    private HeapExhausted() {}

    public static void main(String[] args) throws InterruptedException {
        boolean many = args.length > 0;
        int caught = 0;
        for (int i = 0; i < 5; i++) {
            try {
                fill(many);
            } catch (OutOfMemoryError e) {
                caught++;
            }
            Thread.sleep(50);
        }
        int sum = 0;
        for (int i = 0; i < 50; i++) {
            sum += work(i);
        }
        Thread.sleep(many ? 2000 : 0);
        System.out.println("caught " + caught + ", sum " + sum);
    }

    static int fill(boolean many) {
        List<byte[]> all = new ArrayList<>();
        while (all.size() < 1 << 20) {
            all.add(new byte[many ? 100 : 64 << 10]);
            if (many) {
                work(0);
            }
        }
        return all.size();
    }

    static int work(int n) {
        return n & 3;
    }
}
