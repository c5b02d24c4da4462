/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ChunkPoolTest {
    private static ChunkPool pool(int chunks) {
        return new ChunkPool((long) chunks * SpanChunk.BYTES);
    }

    @Test
    void acquire_refusesAtTheLimitAndLendsAgainAfterARelease() {
        ChunkPool pool = pool(3);
        SpanChunk first = pool.acquire();
        SpanChunk second = pool.acquire();
        SpanChunk third = pool.acquire();

        assertThat(pool.acquire()).isNull();
        pool.release(second);

        assertThat(pool.acquire()).isSameAs(second).isNotSameAs(first).isNotSameAs(third);
        assertThat(pool.acquire()).isNull();
        assertThat(pool.lentCount()).isEqualTo(3);
    }

    @Test
    void acquire_lendsTheWarmestFirstBeforeItCreates() {
        ChunkPool pool = pool(10);
        SpanChunk cold = pool.acquire();
        SpanChunk warm = pool.acquire();
        warm.tail.setPlain(5);
        warm.next = cold;

        pool.release(cold);
        pool.release(warm);

        assertThat(pool.acquire()).isSameAs(warm);
        assertThat(warm.tail.getPlain()).isZero();
        assertThat(warm.next).isNull();
        assertThat(pool.acquire()).isSameAs(cold);
        assertThat(pool.createdCount()).isEqualTo(2);
    }

    @Test
    void limitBytes_lowersAndRestoresTheLimit() {
        ChunkPool pool = pool(4);
        List<SpanChunk> lent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lent.add(pool.acquire());
        }

        pool.limitBytes(2L * SpanChunk.BYTES);
        assertThat(pool.acquire()).isNull();
        pool.release(lent.remove(2));
        assertThat(pool.acquire()).isNull();
        pool.release(lent.remove(1));
        assertThat(pool.acquire()).isNotNull();
        assertThat(pool.acquire()).isNull();

        pool.limitBytes(Long.MAX_VALUE);
        assertThat(pool.limit()).isEqualTo(4);
        assertThat(pool.acquire()).isNotNull();
        pool.limitBytes(-1);
        assertThat(pool.limit()).isEqualTo(1);
    }

    @Test
    void pool_neverLendsAChunkTwiceNorMoreThanItsLimit() {
        int chunks = 16;
        ChunkPool pool = pool(chunks);
        AtomicIntegerArray owners = new AtomicIntegerArray(chunks);
        AtomicInteger outside = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();

        Threads.inFresh(
                4,
                index -> {
                    Random random = new Random(index);
                    List<SpanChunk> mine = new ArrayList<>();
                    for (int i = 0; i < 500_000; i++) {
                        if (random.nextBoolean() || mine.isEmpty()) {
                            SpanChunk chunk = pool.acquire();
                            if (chunk == null) {
                                refusals.incrementAndGet();
                            } else {
                                mine.add(chunk);
                                assertThat(owners.incrementAndGet(chunk.index) == 1)
                                        .isTrue();
                                assertThat(outside.incrementAndGet() <= chunks).isTrue();
                            }
                        } else {
                            SpanChunk chunk = mine.remove(random.nextInt(mine.size()));
                            outside.decrementAndGet();
                            owners.decrementAndGet(chunk.index);
                            pool.release(chunk);
                        }
                    }
                    mine.forEach(chunk -> {
                        outside.decrementAndGet();
                        owners.decrementAndGet(chunk.index);
                        pool.release(chunk);
                    });
                },
                0);

        assertThat(refusals.get()).isPositive();
        assertThat(pool.lentCount()).isZero();
        assertThat(pool.createdCount()).isLessThanOrEqualTo(chunks);
        for (int i = 0; i < chunks; i++) {
            assertThat(pool.acquire()).as("chunk %s came back", i).isNotNull();
        }
        assertThat(pool.acquire()).isNull();
    }
}
