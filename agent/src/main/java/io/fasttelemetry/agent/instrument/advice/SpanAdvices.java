/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.util.List;

/** The classes of advice, each read when the first method needs it. Thread-safe. */
final class SpanAdvices {
    private final OperationIdMapping operationId = new OperationIdMapping();
    private final AdviceFile span = new AdviceFile(SpanAdvice.class, operationId);
    private volatile AdviceFile limited;

    /** The advice for one method that captures these values, with limits or without. */
    AdviceFile capturing(List<ValuePath> values, boolean isLimited) {
        byte[] file = CapturingAdvice.write(span.enterType(), values, isLimited);
        return new AdviceFile(CapturingAdvice.NAME, file, operationId);
    }

    /** The advice for methods that capture nothing, with limits or without. */
    AdviceFile of(boolean isLimited) {
        return isLimited ? limited() : span;
    }

    private AdviceFile limited() {
        AdviceFile made = limited;
        if (made == null) {
            made = new AdviceFile(LimitedSpanAdvice.class, operationId);
            limited = made;
        }
        return made;
    }
}
