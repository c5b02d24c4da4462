/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What senders say that they dropped, for the last 1 000 of them. Guarded by the store's lock. */
final class SenderDrops {
    private static final int MAX_SENDERS = 1000;
    private static final int MAX_REASONS = 32;

    private final Map<String, Map<String, Long>> bySender = new LinkedHashMap<>();

    /** Takes totals over; they never decrease, whatever the order in which requests arrive. */
    void update(Origin origin) {
        if (origin.dropped().isEmpty()) {
            return;
        }
        String sender = origin.sender();
        Map<String, Long> totals = bySender.remove(sender);
        totals = totals == null ? new TreeMap<>() : totals;
        for (Map.Entry<String, Long> reason : origin.dropped().entrySet()) {
            if (totals.size() < MAX_REASONS || totals.containsKey(reason.getKey())) {
                totals.merge(reason.getKey(), reason.getValue(), Math::max);
            }
        }
        bySender.put(sender, totals);
        if (bySender.size() > MAX_SENDERS) {
            bySender.remove(bySender.keySet().iterator().next());
        }
    }

    /** The sum over all senders, by reason. */
    Map<String, Long> totals() {
        Map<String, Long> sums = new TreeMap<>();
        for (Map<String, Long> sender : bySender.values()) {
            sender.forEach((reason, count) -> sums.merge(reason, count, Long::sum));
        }
        return sums;
    }

    void clear() {
        bySender.clear();
    }
}
