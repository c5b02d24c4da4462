/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Does what the lines of its standard input say, until that ends: {@code <n>}, so many calls;
 * {@code idle <ms>}, nothing.
 */
public final class OnDemand {
    private OnDemand() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("READY");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("idle ")) {
                Thread.sleep(Long.parseLong(line.substring("idle ".length())));
            } else {
                long sum = 0;
                int count = Integer.parseInt(line);
                for (int i = 0; i < count; i++) {
                    sum += work(i);
                }
                System.out.println("sum " + sum);
            }
            System.out.println("did " + line);
        }
        System.out.println("end");
    }

    static int work(int n) {
        return n & 7;
    }
}
