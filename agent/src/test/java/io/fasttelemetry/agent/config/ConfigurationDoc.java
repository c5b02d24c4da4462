/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;

/** Writes docs/configuration.md from the options themselves and the text in this class. */
final class ConfigurationDoc {
    private ConfigurationDoc() {}

    static String text() {
        return INTRODUCTION + table(true) + FOREIGN + table(false) + SYNTAX;
    }

    private static String table(boolean own) {
        StringBuilder table = new StringBuilder("""
                | Key and variable | Default | Accepted | Aliases | What it does |
                |---|---|---|---|---|
                """);
        for (ConfigOption<?> option : Options.all()) {
            if (option.isOwn() == own) {
                row(option, table);
            }
        }
        return table.toString();
    }

    private static <T> void row(ConfigOption<T> option, StringBuilder table) {
        ConfigOption.Spelling<T> own = option.spellings().get(0);
        List<String> aliases = new ArrayList<>();
        for (ConfigOption.Spelling<T> alias :
                option.spellings().subList(1, option.spellings().size())) {
            aliases.add("`" + alias.key() + "`");
        }
        table.append("| `").append(own.key()).append("`<br>`").append(SettingSource.Environment.variable(own.key()));
        table.append("` | ")
                .append(own.defaultText().equals(ConfigOption.NONE) ? "none" : "`" + own.defaultText() + "`");
        table.append(" | ").append(own.parser().accepted());
        table.append(" | ").append(String.join("<br>", aliases));
        table.append(" | ").append(option.description()).append(" |\n");
    }

    private static final String INTRODUCTION = """
            # Configuration

            <!-- Written by ConfigurationDocTest from the option definitions; edit those, not this file. -->

            The agent needs one setting: the methods that become spans. Everything else has a default.

            ## Where settings come from

            | | Source | Example |
            |---|---|---|
            | 1 | agent arguments | `-javaagent:fast-telemetry-agent.jar=methods=com.acme.Cart[checkout],service.name=shop` |
            | 2 | system properties | `-Dfasttelemetry.service.name=shop` |
            | 3 | environment variables | `FASTTELEMETRY_SERVICE_NAME=shop` |
            | 4 | a properties file | `-Dfasttelemetry.config.file=/etc/shop/agent.properties` |

            - The first source that has the key wins. A key of our own in any source beats its aliases; an alias for traces
              alone beats the one for all signals. Aliases are read from the same four sources.
            - A variable is the key in upper case, with `_` for `.` and `-`.
            - An empty or blank value is the same as none. Blanks around a value are cut off.
            - Quotes around a whole value, which Docker's files of variables keep, are cut off, with a message.
            - Under a locale such as POSIX, Java cannot read characters beyond ASCII in variables and system properties. On
              Linux the agent reads its own settings as UTF-8 all the same; where it cannot, a message says so.
            - The properties file is in UTF-8, has the same keys as system properties, and at most 1 MiB. A line says so if it is
              in another encoding, or looks like YAML, JSON or XML.
            - A bad value never stops the application or the agent. It gives one message with its name, the value and what is
              accepted, and the default is used; other sources are not asked then. Values of headers are never shown.
            - An unknown key that begins with `fasttelemetry.` gives one message with the nearest known one. The variables that
              Kubernetes sets for a Service called `fasttelemetry`, such as `FASTTELEMETRY_SERVICE_HOST`, do not.

            ```
            fast-telemetry WARN fasttelemetry.interval: "10x" is not a duration; accepted: 250ms, 10s, 2m, or milliseconds; from 1ms to 1h; using 10s
            ```

            ### Agent arguments

            `key=value` pairs with `,` or `;` between; `fasttelemetry.` in front of a key may be left out. Values may hold
            both separators: a new pair begins only where a separator outside brackets is followed by a known key and `=`. A misspelt
            key begins one too, and gives a message, except in headers and resource attributes, which are lists of pairs themselves;
            behind a name, a path or a URL no more than two of its letters may be wrong for that.

            ```
            -javaagent:fast-telemetry-agent.jar=methods=com.acme.Cart[add,remove];com.acme.Order[*],service.name=shop,interval=5s
            ```

            Here `methods` is `com.acme.Cart[add,remove];com.acme.Order[*]`. A list with an item that looks like a pair, such
            as a header with the name `timeout`, belongs into one of the other sources. So do secrets: a command line can be
            read by every user of the machine.

            ## Settings

            """;

    private static final String FOREIGN = """

            ### Known from OpenTelemetry, without a key of our own

            """;

    private static final String SYNTAX = """

            Booleans are `true` and `false`. All words are accepted in any case.

            ## Rules: which methods become spans

            `fasttelemetry.methods` is a list with `;`, `,` or line ends between its entries. Blanks do not matter.

            | Entry | Means |
            |---|---|
            | `com.acme.Cart[add,remove]` | these methods of the class and its subtypes, all overloads |
            | `com.acme.Cart[*]` | all methods but accessors and the like |
            | `com.acme.Cart::add` | one method, all overloads |
            | `com.acme.Cart` | all methods of the class |
            | `com.acme.*` | all methods below the package, but accessors and the like |
            | `com.acme.*Service#find*(String, int)` | methods by patterns and parameters |
            | `@com.acme.Timed` | methods with the annotation, or of classes with it |
            | `!com.acme.Cart[total]` | not these |

            docs/rules.md has all forms, with an example for each. An entry that cannot be read gives one message with its
            line, column and the nearest good one, and is left out; the others stand.

            `fasttelemetry.methods.exclude` takes the same entries: `com.acme.generated.*` excludes all classes of this package
            and of those below it. An exclude always wins.

            ## Durations and sizes

            Durations are whole numbers with `ms`, `s`, `m` or `h`; without a unit they are milliseconds: `250ms`, `10s`, `2m`,
            `1h`, `5000`. Sizes are bytes, or have a unit: `k` or `KiB` (1024 bytes), `m` or `MiB`, `g` or `GiB`.

            ## Endpoint

            | Setting | Value | Spans are posted to |
            |---|---|---|
            | `fasttelemetry.endpoint` | `http://collector:4318` | `http://collector:4318/v1/traces` |
            | `fasttelemetry.endpoint` | `http://collector:4318/v1/traces` | `http://collector:4318/v1/traces` |
            | `otel.exporter.otlp.endpoint` | `http://collector:4318/mine/` | `http://collector:4318/mine/v1/traces` |
            | `otel.exporter.otlp.traces.endpoint` | `http://collector:4318/mine` | `http://collector:4318/mine` |
            | `otel.exporter.otlp.traces.endpoint` | `http://collector:4318` | `http://collector:4318/` |

            - Our own key is a base, to which `/v1/traces` is added unless it is there already. To the OpenTelemetry base it is
              always added. The OpenTelemetry URL for traces is used as it is.
            - The scheme is `http` or `https`. A missing port means 80 or 443, not 4318.
            - An IPv6 address needs brackets: `http://[::1]:4318`. Zones are not accepted.
            - A query is kept, behind the path. A fragment is cut off.
            - `user:password@` is cut off with a message; credentials belong into the headers.
            - The protocol is OTLP over HTTP with protobuf. Port 4317, the usual one for gRPC, gives a message.

            ## Headers

            `fasttelemetry.headers` is a list of `name=value` with `,` between.

            ```
            FASTTELEMETRY_HEADERS='authorization=Basic c2hvcDpzM2NyZXQ=,x-tenant=north%2Csouth'
            ```

            - Each pair is split at its first `=`; further ones belong to the value. Blanks around both are cut off.
            - Values are percent-decoded as UTF-8, and nothing else: `+` stays `+`. A comma is `%2C`, a percent sign `%25`.
            - Left out with a message: pairs without `=`, illegal names, bad escapes, control characters, and the names
              `Content-Type`, `Content-Encoding`, `Content-Length`, `Host` and `Transfer-Encoding`, which the agent sets itself.
              The other pairs are sent. No message ever shows a value.
            - A name that comes twice, in any case, has its later value.

            ## Credentials and metrics

            Metrics have settings of their own: `fasttelemetry.metrics.headers`, `.certificate`, `.client.certificate` and
            `.client.key`. Where these are not set:

            - To the origin (scheme, host and port) that spans go to, they are sent with what was set for spans.
            - To another origin they are sent with what OpenTelemetry's settings for all signals say, such as
              `otel.exporter.otlp.headers`. Headers, certificate and key that were set for spans, by our own keys or by
              `otel.exporter.otlp.traces.*`, are withheld, with one message. `fasttelemetry.certificate`, which is no secret, holds.

            ## Certificates and keys

            PEM files, or certificates as bare DER. Around and between their blocks anything may stand: a byte order mark, the
            output of `openssl s_client` or `openssl pkcs12 -nodes`; one file may hold the client certificate, further
            certificates of its chain, and the key. Keys are unencrypted RSA, EC or Ed25519 ones, in PKCS#8, PKCS#1 or SEC 1;
            for others the message has the command that converts them. A file that changes is read anew. No message shows what a
            file holds, or a value that looks like a key where the path of a file belongs.

            ## Resource

            `fasttelemetry.resource.attributes` is a list of `key=value` with `,` between, both percent-decoded. Any error
            discards the whole value with one message. `service.name` is the first of these that there is:

            1. `fasttelemetry.service.name`, `otel.service.name`, `service.name` in the resource attributes;
            2. `spring.application.name` as a system property, `SPRING_APPLICATION_NAME` in the environment,
               `--spring.application.name=` among the program's arguments;
            3. the name of the main jar, without its version: `shop` for `java -jar /srv/shop-1.2.3.jar`. So for Spring Boot's
               launchers that are named as main class, if the class path begins with a jar;
            4. the main class without its package, or the main module if it was named alone;
            5. `unknown_service:java`.

            A name that nobody set is in the start's message, at level `info`, with the place it was found at. No other part of
            the command line is looked at.

            ## Sampling

            Each sampler decides once, at a trace's root; since no context comes from other processes yet, the `parentbased_`
            forms do the same as the others. `fasttelemetry.sampler.arg` is the ratio of the two samplers that have one; with
            the others it has no effect, and a message says so.

            ## Settings that contradict each other

            | What | Then |
            |---|---|
            | `fasttelemetry.retry.max` less than `fasttelemetry.retry.base` | both defaults, with a message |
            | `fasttelemetry.max.batch.size` more than `otel.bsp.max.queue.size` | the batch is as large as the queue, with a message; silently for the default |
            | `fasttelemetry.metrics=self` with an exporter that is not `otlp` | no metrics, with a message |
            | `fasttelemetry.buffer.bytes` more than a quarter of the heap | a quarter of the heap, with a message; silently for the default |
            | a client certificate without its key, or the key alone | neither, with a message |
            | credentials for spans and metrics that go to another origin | metrics without them, with a message |
            | `otel.javaagent.enabled` and `otel.sdk.disabled` | either can switch the agent off; `fasttelemetry.enabled` beats both |
            """;
}
