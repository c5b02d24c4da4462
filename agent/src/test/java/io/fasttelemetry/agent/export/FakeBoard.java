/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.export.counts.StatusBoard;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what was published last. Any thread. */
public final class FakeBoard implements StatusBoard {
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    @Override
    public void publish(String key, String text) {
        texts.put(key, text);
    }

    /** The empty text if nothing was published. */
    public String text(String key) {
        return texts.getOrDefault(key, "");
    }
}
