/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.util.function.Supplier;

/** Uses every encoder and decoder once; run by {@link RuntimeDependenciesTest} in a class loader of its own. */
public final class EncodeProbe implements Supplier<byte[]> {
    @Override
    public byte[] get() {
        TraceRequestEncoder request = new TraceRequestEncoder(
                new AttributeSet().put("service.name", "shop"), "https://r", "s", "1", "https://s");
        for (int i = 0; i < 2; i++) {
            SpanEncoder span = request.span();
            span.begin(1, 2, 3, 4, 5, 6, 7);
            span.constants(new SpanConstants("name", 1, new AttributeSet().put("a", new long[] {1})));
            ExceptionEventEncoder.write(span, 1, "type", "message", "stacktrace", 10, 10);
            span.link().begin(1, 2, 3, null, 4);
            span.link().end();
            span.status(SpanEncoder.STATUS_ERROR, "message", 10);
            span.end();
        }
        ExportResponse.decode(new byte[0]);
        BodyText.sanitise(new byte[0], null);
        try (GzipWriter gzip = new FastGzipWriter(0)) {
            RequestSplitter.halve(request.finish(gzip), request, gzip);
        }
        return request.toByteArray();
    }
}
