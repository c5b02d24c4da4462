/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.lang.reflect.Method;

/**
 * {@code OwnHttpClient <url> <calls>}: an application with its own OkHttp on its class path, which it uses by
 * reflection since it is compiled without.
 */
public final class OwnHttpClient {
    private OwnHttpClient() {}

    public static void main(String[] args) throws Exception {
        System.out.println(
                Class.forName("okhttp3.OkHttpClient").getClassLoader() == ClassLoader.getSystemClassLoader());
        Object client = Class.forName("okhttp3.OkHttpClient").getConstructor().newInstance();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            System.out.println("status " + get(client, args[0]));
            Thread.sleep(200); // so that the agent sends in between
        }
        Object dispatcher = client.getClass().getMethod("dispatcher").invoke(client);
        System.out.println(dispatcher.getClass().getMethod("runningCallsCount").invoke(dispatcher));
        System.exit(0); // its threads would linger
    }

    static int get(Object client, String url) throws Exception {
        Class<?> builderType = Class.forName("okhttp3.Request$Builder");
        Object builder = builderType.getConstructor().newInstance();
        builderType.getMethod("url", String.class).invoke(builder, url);
        Object request = builderType.getMethod("build").invoke(builder);
        Method newCall = client.getClass().getMethod("newCall", request.getClass());
        Object call = newCall.invoke(client, request);
        Object response = Class.forName("okhttp3.Call").getMethod("execute").invoke(call);
        try {
            return (int) response.getClass().getMethod("code").invoke(response);
        } finally {
            response.getClass().getMethod("close").invoke(response);
        }
    }
}
