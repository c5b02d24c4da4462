/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.bootstrap.Operation;
import java.util.List;

/** The classes of advice, each read when the first method needs it. Thread-safe. */
final class SpanAdvices {
    private final OperationIdMapping operationId = new OperationIdMapping();
    private final AdviceFile span = new AdviceFile(SpanAdvice.class, operationId);
    private volatile AdviceFile limited;

    /** The advice for a method of an operation that captures these values, for this method only. */
    AdviceFile capturing(Operation operation, List<ValuePath> values) {
        byte[] file = CapturingAdvice.write(values, operation.isLimited());
        return new AdviceFile(CapturingAdvice.NAME, file, operationId);
    }

    /** The advice for the methods of an operation. */
    AdviceFile of(Operation operation) {
        return operation.isLimited() ? limited() : span;
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
