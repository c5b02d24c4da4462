/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.bootstrap.ThrownRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"OverrideThrowableToString", "ToStringReturnsNull", "UnsynchronizedOverridesSynchronized"})
final class ExceptionTextTest {
    static Stream<Throwable> ordinary() {
        Exception withSuppressed = new Exception("outer", new RuntimeException("cause", new Error("root")));
        withSuppressed.addSuppressed(new IllegalStateException("while closing", new RuntimeException("why")));
        withSuppressed.addSuppressed(nested(2));
        Exception circular = new Exception("a");
        circular.initCause(new Exception("b", circular));
        circular.addSuppressed(new Exception("c", circular));
        Exception ownText = new Exception() {
            @Override
            public String toString() {
                return "a text of its own";
            }
        };
        return Stream.of(
                new RuntimeException(),
                new RuntimeException("message"),
                nested(5),
                withSuppressed,
                circular,
                ownText,
                new Exception("no trace", null, false, false) {});
    }

    private static Throwable nested(int depth) {
        return depth == 0 ? new Error("innermost") : new Exception("at " + depth, nested(depth - 1));
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void stackTrace_isWhatPrintStackTracePrints(Throwable thrown) {
        StringWriter expected = new StringWriter();
        thrown.printStackTrace(new PrintWriter(expected));

        assertThat(ExceptionText.stackTrace(thrown)).isEqualToNormalizingNewlines(expected.toString());
    }

    @Test
    void stackTrace_survivesMethodsThatThrow() {
        Throwable hostile = new Hostile(new IllegalStateException("no"));

        assertThat(ExceptionText.stackTrace(hostile)).startsWith(Hostile.class.getName());
        assertThat(ExceptionText.stackTrace(new Exception("outer", hostile))).contains("Caused by: ");
        assertThat(ExceptionText.stackTrace(new Hostile(new StackOverflowError())))
                .startsWith(Hostile.class.getName());
    }

    @Test
    void stackTrace_beginsWithTheMessageOfTheMoment() {
        Reused reused = new Reused();
        reused.text = "second";

        assertThat(ExceptionText.stackTrace(reused, "first")).startsWith(Reused.class.getName() + ": first\n\tat ");
        assertThat(ExceptionText.stackTrace(reused, null)).startsWith(Reused.class.getName() + "\n\tat ");
        assertThat(ExceptionText.stackTrace(reused)).startsWith(Reused.class.getName() + ": second\n\tat ");
        Exception ownText = new Exception("first") {
            @Override
            public String toString() {
                return "a text of its own";
            }
        };
        assertThat(ExceptionText.stackTrace(ownText, "first")).startsWith("a text of its own\n\tat ");
    }

    @Test
    void stackTrace_survivesNull() {
        Throwable nothing = new Exception() {
            @Override
            public String toString() {
                return null;
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                return null;
            }
        };

        assertThat(ExceptionText.stackTrace(nothing))
                .startsWith(nothing.getClass().getName());
    }

    @Test
    void stackTrace_isBounded() {
        Exception huge = new Exception("x".repeat(1_000_000));
        StackTraceElement[] frames = new StackTraceElement[200_000];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new StackTraceElement("com.acme.Deep", "down", "Deep.java", i);
        }
        huge.setStackTrace(frames);

        assertThat(ExceptionText.stackTrace(huge)).hasSize(ExceptionText.MAX_STACK_TRACE_LENGTH);
    }

    @Test
    void stackTrace_boundsChainsThatNeverEnd() {
        assertThat(ExceptionText.stackTrace(new Endless(0))).hasSize(ExceptionText.MAX_STACK_TRACE_LENGTH);
        Exception wide = new Exception("wide");
        for (int i = 0; i < 20_000; i++) {
            wide.addSuppressed(new Exception("s" + i));
        }
        assertThat(ExceptionText.stackTrace(wide)).hasSize(ExceptionText.MAX_STACK_TRACE_LENGTH);
    }

    @Test
    void message_isNeverCutWithinACharacter() {
        String smileys = "\uD83D\uDE00".repeat(ExceptionText.MAX_MESSAGE_LENGTH);

        assertThat(ThrownRecord.cut("x" + smileys))
                .hasSize(ExceptionText.MAX_MESSAGE_LENGTH - 1)
                .endsWith("\uD83D\uDE00");
        assertThat(ThrownRecord.cut(smileys)).hasSize(ExceptionText.MAX_MESSAGE_LENGTH);
    }

    private static final class Reused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private String text;

        @Override
        public String getMessage() {
            return text;
        }
    }

    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Throwable failure;

        Hostile(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public String getMessage() {
            throw ExceptionTextTest.<RuntimeException>sneaky(failure);
        }

        @Override
        public String toString() {
            throw ExceptionTextTest.<RuntimeException>sneaky(failure);
        }

        @Override
        public Throwable getCause() {
            throw ExceptionTextTest.<RuntimeException>sneaky(failure);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    /** Each cause is a new one. */
    private static final class Endless extends Exception {
        private static final long serialVersionUID = 1L;
        private final int depth;

        Endless(int depth) {
            super("at " + depth);
            this.depth = depth;
        }

        @Override
        public Throwable getCause() {
            return new Endless(depth + 1);
        }
    }
}
