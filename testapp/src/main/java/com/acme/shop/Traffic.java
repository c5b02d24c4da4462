/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A customer in a hurry: sends requests one after the other and prints each with its answer. */
public final class Traffic {
    private static final String[][] REQUESTS = {
        {"GET", "/products/starter", "", "200"},
        {"POST", "/orders/parcel", "beans:2,cup:1", "201"},
        {"POST", "/orders/express", "starter:1", "201"},
        {"GET", "/orders/1", "", "200"},
        {"POST", "/orders/express", "cup:3,lamp:2", "409"},
        {"POST", "/orders/parcel", "cup-set:2,mill:4", "201"},
        {"POST", "/invoices/run", "", "200"},
        {"POST", "/orders/pigeon", "beans:1", "400"},
        {"GET", "/orders/999999", "", "404"},
    };

    private final String url;
    private int unexpected;

    Traffic(String url) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** {@code Traffic URL [--requests 20]}; exit code 1 if an answer had another status than it should. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0 || args[0].startsWith("--")) {
            System.out.println("usage: Traffic http://127.0.0.1:PORT [--requests 20]");
            System.exit(2);
        }
        int requests = args.length == 3 && args[1].equals("--requests") ? Integer.parseInt(args[2]) : 20;
        System.exit(new Traffic(args[0]).send(requests) ? 0 : 1);
    }

    /** True if every answer had the status it should have. */
    boolean send(int requests) throws IOException {
        for (int i = 0; i < requests; i++) {
            String[] request = REQUESTS[i % REQUESTS.length];
            send(request[0], request[1], request[2], Integer.parseInt(request[3]));
        }
        System.out.println(requests + " requests, " + unexpected + " with an unexpected answer");
        return unexpected == 0;
    }

    private void send(String method, String path, String body, int expectedStatus) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestMethod(method);
        if (method.equals("POST")) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        String answer = text(status < 400 ? connection.getInputStream() : connection.getErrorStream());
        System.out.println(method + " " + path + (body.isEmpty() ? "" : " " + body) + " -> " + status + " " + answer);
        if (status != expectedStatus) {
            unexpected++;
        }
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }
}
