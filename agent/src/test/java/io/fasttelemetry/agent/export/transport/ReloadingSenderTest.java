/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.proto.EncodedRequest;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class ReloadingSenderTest {
    private final EncodedRequest batch = TestSpans.batch(1, null);
    private final ReloadingSender sender = new ReloadingSender(TestConfig.of("endpoint", "http://localhost:1"), "1") {
        @Override
        SenderFactory newFactory() {
            factoryCount++;
            return FakeSender::new;
        }
    };
    private int factoryCount;
    private int madeCount;
    private int closedCount;
    private boolean outdated;
    private Supplier<SendResult> behaviour = () -> SendResult.delivered(0, null);

    private final class FakeSender implements Sender {
        FakeSender(AgentConfig config, String version) {
            madeCount++;
        }

        @Override
        public SendResult send(Signal signal, EncodedRequest request, long timeoutNanos) {
            return behaviour.get();
        }

        @Override
        public boolean isOutdated() {
            return outdated;
        }

        @Override
        public void recycle() {}

        @Override
        public boolean closeIdle(long idleNanos) {
            return true;
        }

        @Override
        public void close() {
            closedCount++;
            outdated = false;
        }

        @Override
        public void cancel(Signal signal) {}

        @Override
        public void cancel(EncodedRequest request) {}
    }

    /** As after an initialisation that found no memory: the class is lost, and whoever needs it fails, for good. */
    private void loseAClass() {
        behaviour = () -> {
            throw new NoClassDefFoundError("Could not initialize class of.a.Library");
        };
    }

    private void assertUnsent(SendResult result, String message) {
        assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        assertThat(result.message).contains(message);
    }

    @Test
    void send_loadsTheSenderAnewAfterAnError() {
        loseAClass();
        assertUnsent(sender.send(Signal.TRACES, batch, 0), "Could not initialize class of.a.Library");
        assertThat(closedCount).isEqualTo(1);

        behaviour = () -> SendResult.delivered(0, null);
        assertThat(sender.send(Signal.TRACES, batch, 0).outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(factoryCount).isEqualTo(2);
    }

    @Test
    void send_withMetrics_loadsTheSenderAnewAfterAnError() {
        loseAClass();
        assertUnsent(sender.send(Signal.METRICS, batch, 0), "Could not initialize class of.a.Library");

        behaviour = () -> SendResult.delivered(0, null);
        assertThat(sender.send(Signal.METRICS, batch, 0).outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(factoryCount).isEqualTo(2);
    }

    @Test
    void send_errorsThatLastDoNotLoadItAgainAndAgain() {
        loseAClass();
        for (int i = 0; i < 10; i++) {
            sender.send(Signal.TRACES, batch, 0);
        }
        assertThat(factoryCount).isEqualTo(2);

        sender.mayReloadNow();
        for (int i = 0; i < 10; i++) {
            sender.send(Signal.TRACES, batch, 0);
        }
        assertThat(factoryCount).isEqualTo(3);
    }

    @Test
    void send_aConfigurationThatCannotBeUsedLeavesTheSenderAsItIs() {
        behaviour = () -> {
            throw new IllegalArgumentException("for a test");
        };
        assertUnsent(sender.send(Signal.TRACES, batch, 0), "for a test");

        behaviour = () -> SendResult.delivered(0, null);
        assertThat(sender.send(Signal.TRACES, batch, 0).outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(madeCount).isEqualTo(1);
        assertThat(closedCount).isZero();
    }

    /** What Okio says for ever once its watchdog could not be started. */
    @Test
    void send_anExceptionThatTheSenderShouldNotThrowLoadsItAnew() {
        behaviour = () -> {
            throw new IllegalStateException("Unbalanced enter/exit");
        };
        assertUnsent(sender.send(Signal.TRACES, batch, 0), "Unbalanced enter/exit");

        behaviour = () -> SendResult.delivered(0, null);
        assertThat(sender.send(Signal.TRACES, batch, 0).outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(factoryCount).isEqualTo(2);
    }

    @Test
    void send_aSenderThatBrokeTooEarlyToBeReloadedIsReloadedBeforeItIsUsedAgain() {
        loseAClass();
        sender.send(Signal.TRACES, batch, 0);
        sender.send(Signal.TRACES, batch, 0);
        assertThat(factoryCount).isEqualTo(2);

        behaviour = () -> SendResult.delivered(0, null);
        sender.mayReloadNow();
        assertThat(sender.send(Signal.TRACES, batch, 0).outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(factoryCount).isEqualTo(3);
    }

    @Test
    void send_anOutdatedSenderIsReplacedByOneOfTheSameClasses() {
        sender.send(Signal.TRACES, batch, 0);
        outdated = true;
        sender.send(Signal.TRACES, batch, 0);

        assertThat(closedCount).isEqualTo(1);
        assertThat(madeCount).isEqualTo(2);
        assertThat(factoryCount).isEqualTo(1);
    }

    @Test
    void newFactory_givesEachItsOwnClasses() {
        AgentConfig config = TestConfig.of("endpoint", "http://localhost:1");
        Class<?> one = TransportClassLoader.newFactory().newSender(config, "1").getClass();
        Class<?> other =
                TransportClassLoader.newFactory().newSender(config, "1").getClass();

        assertThat(one).isNotEqualTo(other).hasToString(other.toString());
    }
}
