/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.compat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code LoadClient URL THREADS REQUESTS PATH...}: every thread sends its share, one path after the other, and
 * counts the answers that are 200 with a body. Exit code 1 if any is not.
 */
public final class LoadClient {
    private LoadClient() {}

    public static void main(String[] args) throws InterruptedException {
        String url = args[0];
        int threadCount = Integer.parseInt(args[1]);
        int requests = Integer.parseInt(args[2]);
        AtomicLong next = new AtomicLong();
        AtomicLong fine = new AtomicLong();
        long startNanos = System.nanoTime();
        Thread[] threads = new Thread[threadCount];
        for (int t = 0; t < threadCount; t++) {
            threads[t] = new Thread(() -> {
                for (long i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                    String path = args[3 + (int) (i % (args.length - 3))];
                    if (get(url + path)) {
                        fine.incrementAndGet();
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(
                "requests=" + requests + " fine=" + fine + " millis=" + (System.nanoTime() - startNanos) / 1_000_000);
        System.exit(fine.get() == requests ? 0 : 1);
    }

    private static boolean get(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setReadTimeout(20_000);
            if (connection.getResponseCode() != 200) {
                System.out.println(url + " -> " + connection.getResponseCode());
                return false;
            }
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes().length > 0;
            }
        } catch (IOException e) {
            System.out.println(url + " -> " + e);
            return false;
        }
    }
}
