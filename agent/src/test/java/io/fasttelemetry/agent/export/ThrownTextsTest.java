/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.bootstrap.ThrownRecord;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ThrownTextsTest {
    private final ThrownTexts texts = new ThrownTexts();

    static final class Own extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            return "own, on " + Thread.currentThread().getName();
        }
    }

    static final class Hangs extends Exception {
        private static final long serialVersionUID = 1L;
        static final CountDownLatch LATCH = new CountDownLatch(1);

        Hangs() {
            super("given");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            try {
                LATCH.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return super.getStackTrace();
        }
    }

    /** Named in a signature, and nowhere else. */
    static final class Mentioned {}

    static final class Mentions extends Exception {
        private static final long serialVersionUID = 1L;

        void with(Mentioned mentioned) {}
    }

    private static ThrownRecord unasked(Throwable thrown) {
        return ThrownRecord.of(thrown, null, false);
    }

    @Test
    void read_saysTheMessageOfTheMoment() {
        texts.read(ThrownRecord.of(new Own(), "then", true), true);

        assertThat(texts.message()).isEqualTo("then");
        assertThat(texts.stackTrace()).startsWith(Own.class.getName() + ": then\n\tat ");
    }

    @Test
    void read_asksOnAnotherThread() {
        texts.read(unasked(new Own()), false);

        assertThat(texts.message()).isEqualTo("own, on exception-reader");
        assertThat(texts.stackTrace()).isNull();
    }

    @Test
    void read_oneExceptionHasOneStackTrace() {
        Exception thrown = new Exception("once");
        texts.read(unasked(thrown), true);
        assertThat(texts.stackTrace()).startsWith("java.lang.Exception: once\n");

        texts.read(unasked(thrown), true);
        assertThat(texts.message()).isEqualTo("once");
        assertThat(texts.stackTrace()).isNull();

        texts.read(unasked(new Exception("other")), true);
        assertThat(texts.stackTrace()).startsWith("java.lang.Exception: other\n");
    }

    @Test
    void read_givesUpAClassThatHangs() {
        try {
            for (int i = 0; i < 5; i++) {
                texts.read(ThrownRecord.of(new Hangs(), "then", true), true);
                assertThat(texts.message()).isEqualTo("then");
                assertThat(texts.stackTrace()).isNull();
            }
            texts.read(unasked(new Exception("other")), true);
            assertThat(texts.stackTrace())
                    .as("one thread was lost, not more")
                    .startsWith("java.lang.Exception: other\n");
        } finally {
            Hangs.LATCH.countDown();
        }
    }

    @Test
    void classify_seesWhoseGetMessageItIs() {
        ThrownRecord own = unasked(new Own());
        ThrownRecord mentions = unasked(new Mentions());

        ThrownTexts.classify(own.type);
        ThrownTexts.classify(mentions.type);

        assertThat(own.type.isUnknown()).isFalse();
        assertThat(own.type.isDirect()).isFalse();
        assertThat(mentions.type.isDirect()).isTrue();
    }

    @Test
    void classify_loadsNoClassOfTheApplication() throws Exception {
        Recording loader = new Recording();
        Constructor<?> constructor = loader.loadClass(Mentions.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        Throwable thrown = (Throwable) constructor.newInstance();
        loader.loaded.clear();

        ThrownRecord record = unasked(thrown);
        ThrownTexts.classify(record.type);

        assertThat(record.type.isDirect()).isTrue();
        assertThat(loader.loaded).isEmpty();
        assertThat(thrown.getClass().getDeclaredMethods()).isNotEmpty();
        assertThat(loader.loaded).as("what reflection would do").contains(Mentioned.class.getName());
    }

    /** Defines what it is asked for, and remembers it. */
    private static final class Recording extends ClassLoader {
        private final List<String> loaded = new ArrayList<>();

        Recording() {
            super(ThrownTextsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            loaded.add(name);
            if (!name.startsWith(ThrownTextsTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
