/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments of the command, and what it says when it cannot start. */
final class ViewerOptionsTest {
    @Test
    void parse_withoutArguments_listensOnLoopback() {
        ViewerOptions options = ViewerOptions.parse("view");

        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(4318);
        assertThat(options.spans()).isEqualTo(500_000);
    }

    @Test
    void parse_acceptsBothForms() {
        ViewerOptions options = ViewerOptions.parse("view", "--port", "9000", "--host=0.0.0.0", "--spans", "1_000");

        assertThat(options.host()).isEqualTo("0.0.0.0");
        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.spans()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port x | --port: \"x\" is not accepted; accepted: an integer from 0 to 65535",
                "--port 70000 | --port: \"70000\" is not accepted; accepted: an integer from 0 to 65535",
                "--spans 0 | --spans: \"0\" is not accepted; accepted: an integer from 1 to 50000000",
                "--port | --port: \"\" is not accepted; accepted: an integer from 0 to 65535",
                "--color red | unknown argument \"--color\"; accepted: --port N, --host ADDRESS, --spans N",
            })
    void parse_otherArguments_areRefusedWithWhatIsAccepted(String arguments, String message) {
        assertThatThrownBy(() -> ViewerOptions.parse(("view " + arguments).split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void run_onAPortThatIsTaken_saysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
            String[] arguments = {"view", "--port", Integer.toString(taken.getLocalPort())};

            assertThat(Viewer.run(arguments, new File("agent.jar"), print, print))
                    .isEqualTo(1);

            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("could not listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("--port chooses another port");
        }
    }
}
