/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of a weaver whose classes cannot be loaded, or are unusable after a failed initialisation. */
final class WeaverReloadTest {
    private static final String NAME = "com.acme.woven.Everything";
    private static final byte[] WOVEN = {1};
    private static final ClassWeaver WORKING = type -> WOVEN;
    private static final ClassWeaver UNUSABLE = type -> {
        throw new NoClassDefFoundError("Could not initialize class");
    };
    private static final ClassWeaver OUT_OF_MEMORY = type -> {
        throw new OutOfMemoryError("simulated");
    };

    /** Makes these class weavers in turn, and throws where there is none. */
    private static final class Scripted extends Weaver {
        private final ArrayDeque<ClassWeaver> next;
        private final AtomicInteger made = new AtomicInteger();

        Scripted(ClassWeaver... weavers) {
            super(new SharedOperations(new LeftAlone()), new LeftAlone());
            next = new ArrayDeque<>(List.of(weavers));
        }

        @Override
        ClassWeaver newWeaver() {
            made.incrementAndGet();
            if (next.isEmpty()) {
                throw new OutOfMemoryError("simulated");
            }
            return next.pop();
        }

        byte[] weave() {
            return weave(NAME, new byte[0], Woven.rules(NAME), (type, method) -> false);
        }
    }

    @Test
    void weave_makesOneWeaverForAll() {
        Scripted weaver = new Scripted(WORKING);

        assertThat(weaver.weave()).isSameAs(WOVEN);
        assertThat(weaver.weave()).isSameAs(WOVEN);
        assertThat(weaver.made).hasValue(1);
    }

    @Test
    void weave_throwsWhatMakingItThrewAndTriesAgainForTheNextClass() {
        Scripted weaver = new Scripted();

        assertThatThrownBy(weaver::weave).isInstanceOf(OutOfMemoryError.class);
        weaver.next.add(WORKING);
        assertThat(weaver.weave()).isSameAs(WOVEN);
    }

    @Test
    void weave_keepsAWeaverThatRanOutOfMemory() {
        Scripted weaver = new Scripted(OUT_OF_MEMORY);

        assertThatThrownBy(weaver::weave).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(weaver::weave).isInstanceOf(OutOfMemoryError.class);
        assertThat(weaver.made).hasValue(1);
    }

    @Test
    void weave_replacesAnUnusableWeaverAndWeavesTheSameClass() {
        Scripted weaver = new Scripted(WORKING);
        weaver.next.push(new ClassWeaver() {
            private boolean isBroken;

            @Override
            public byte[] weave(TracedClass type) {
                byte[] result = isBroken ? UNUSABLE.weave(type) : WOVEN;
                isBroken = true;
                return result;
            }
        });

        assertThat(weaver.weave()).isSameAs(WOVEN);
        assertThat(weaver.weave()).isSameAs(WOVEN);
        assertThat(weaver.weave()).isSameAs(WOVEN);
        assertThat(weaver.made).hasValue(2);
    }

    @Test
    void weave_givesUpAfterManyFailures() {
        Scripted weaver = new Scripted();
        for (int i = 0; i < Weaver.MAX_FAILURES; i++) {
            assertThatThrownBy(weaver::weave).isInstanceOf(OutOfMemoryError.class);
        }
        weaver.next.add(WORKING);

        assertThat(weaver.weave()).isNull();
        assertThat(weaver.made).hasValue(Weaver.MAX_FAILURES);
    }

    @Test
    void weave_waitsForTheThreadThatMakesTheWeaver() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch mayFinish = new CountDownLatch(1);
        AtomicInteger made = new AtomicInteger();
        Weaver weaver = new Weaver(new SharedOperations(new LeftAlone()), new LeftAlone()) {
            @Override
            ClassWeaver newWeaver() {
                made.incrementAndGet();
                making.countDown();
                try {
                    mayFinish.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return WORKING;
            }
        };
        AtomicReference<byte[]> first = new AtomicReference<>();
        AtomicReference<byte[]> second = new AtomicReference<>();
        Thread maker = new Thread(() -> first.set(weave(weaver)));
        Thread other = new Thread(() -> second.set(weave(weaver)));
        maker.start();
        making.await();
        other.start();
        while (other.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        mayFinish.countDown();
        maker.join();
        other.join();

        assertThat(first.get()).isSameAs(WOVEN);
        assertThat(second.get()).isSameAs(WOVEN);
        assertThat(made).hasValue(1);
    }

    private static byte[] weave(Weaver weaver) {
        return weaver.weave(NAME, new byte[0], Woven.rules(NAME), (type, method) -> false);
    }

    @Test
    void newWeaver_hasByteBuddyOfItsOwn() throws Exception {
        ClassWeaver one = WeaverClassLoader.newWeaver();
        ClassWeaver other = WeaverClassLoader.newWeaver();

        assertThat(one.getClass()).isNotSameAs(other.getClass());
        assertThat(byteBuddyOf(one)).isNotSameAs(byteBuddyOf(other));
        assertThat(MethodTransformer.isLeftAlone(one.getClass().getClassLoader()))
                .isTrue();
    }

    private static Class<?> byteBuddyOf(ClassWeaver weaver) throws ClassNotFoundException {
        return Class.forName(
                "net.bytebuddy.asm.Advice", false, weaver.getClass().getClassLoader());
    }
}
