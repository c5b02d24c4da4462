/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

/** Arguments of {@code view}. Immutable. */
final class ViewerOptions {
    static final int DEFAULT_PORT = 4318;
    static final int DEFAULT_SPANS = 500_000;

    private String host = "127.0.0.1";
    private int port = DEFAULT_PORT;
    private int spans = DEFAULT_SPANS;

    private ViewerOptions() {}

    /** Parses the arguments after {@code view}; IllegalArgumentException with a message for the user. */
    static ViewerOptions parse(String... arguments) {
        ViewerOptions options = new ViewerOptions();
        for (int i = 1; i < arguments.length; i++) {
            String name = arguments[i];
            int equals = name.indexOf('=');
            String value = equals >= 0 ? name.substring(equals + 1) : i + 1 < arguments.length ? arguments[++i] : "";
            options.set(equals >= 0 ? name.substring(0, equals) : name, value);
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--port":
                port = number(name, value, 0, 65535);
                break;
            case "--spans":
                spans = number(name, value, 1, 50_000_000);
                break;
            case "--host":
                if (value.isEmpty()) {
                    throw new IllegalArgumentException("--host: an address or a name is expected");
                }
                host = value;
                break;
            default:
                throw new IllegalArgumentException(
                        "unknown argument \"" + name + "\"; accepted: --port N, --host ADDRESS, --spans N");
        }
    }

    private static int number(String name, String value, int min, int max) {
        try {
            int number = Integer.parseInt(value.replace("_", ""));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new IllegalArgumentException(
                name + ": \"" + value + "\" is not accepted; accepted: an integer from " + min + " to " + max);
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    int spans() {
        return spans;
    }
}
