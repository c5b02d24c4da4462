/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.util.Random;

/** Requests as applications make them, eight spans to a trace and 64 of each thread, with random ids. */
enum RequestKind {
    PLAIN,
    /** Each span with a stack trace of 45 frames, of seven places where it was thrown. */
    FAILED,
    /** Each span with a statement and a value of its own. */
    SQL,
    /** Some of each. */
    MIXED;

    private static final int SPANS = 512;
    private static final String[] TABLES = {"orders", "customers", "order_items", "products", "inventory"};
    private static final String[] FRAMES = {
        "org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java",
        "org.apache.catalina.core.ApplicationFilterChain.internalDoFilter(ApplicationFilterChain.java",
        "com.acme.shop.CartController.checkout(CartController.java",
        "java.base/java.lang.reflect.Method.invoke(Method.java",
        "org.hibernate.internal.SessionImpl.fireLoad(SessionImpl.java",
        "com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java",
        "org.eclipse.jetty.server.handler.HandlerWrapper.handle(HandlerWrapper.java",
        "io.netty.channel.AbstractChannelHandlerContext.invokeChannelRead(AbstractChannelHandlerContext.java"
    };

    byte[] bytes() {
        Random random = new Random(11);
        SpanConstants[] operations = new SpanConstants[8];
        for (int i = 0; i < operations.length; i++) {
            AttributeSet constants = new AttributeSet().put("code.function.name", "com.acme.shop.Cart.step" + i);
            operations[i] = new SpanConstants("Cart.step" + i, 1, constants);
        }
        TraceRequestEncoder request = Requests.encoder();
        AttributeBytes thread = new AttributeBytes();
        SpanEncoder span = request.span();
        long traceIdHigh = 0;
        long traceIdLow = 0;
        long rootId = 0;
        long now = 1_700_000_000_000_000_000L;
        for (int i = 0; i < SPANS; i++) {
            int operation = i % operations.length;
            long id = random.nextLong();
            if (operation == 0) {
                traceIdHigh = random.nextLong();
                traceIdLow = random.nextLong();
                rootId = id;
            }
            now += random.nextInt(100_000);
            long end = now + random.nextInt(1_000_000);
            span.begin(traceIdHigh, traceIdLow, id, operation == 0 ? 0 : rootId, 0x103, now, end);
            span.constants(operations[operation]);
            if (i % 64 == 0) {
                int mark = span.attributesMark();
                span.attributes().write(AttributeKey.of("thread.id"), i);
                span.attributes().write(AttributeKey.of("thread.name"), "http-worker-" + i % 17);
                span.keepAttributes(mark, thread);
            } else {
                span.attributes(thread);
            }
            if (this == SQL || (this == MIXED && operation == 3)) {
                span.attributes().write(AttributeKey.of("db.query.text"), statement(random));
                span.attributes().write(AttributeKey.of("sku"), "A-" + random.nextInt(100_000));
            }
            if (this == FAILED || (this == MIXED && i % 32 == 5)) {
                String type = "java.lang.IllegalStateException";
                ExceptionEventEncoder.write(span, end, type, "cart " + i + " is closed", trace(i % 7), 1024, 16_384);
                span.status(SpanEncoder.STATUS_ERROR, "cart is closed", KeyValueEncoder.NO_LIMIT);
            }
            span.end();
        }
        return request.toByteArray();
    }

    private static String statement(Random random) {
        return "SELECT o.id, o.customer_id, o.total, c.name FROM " + TABLES[random.nextInt(TABLES.length)]
                + " o JOIN customers c ON c.id = o.customer_id WHERE o." + (char) ('a' + random.nextInt(26))
                + "_id = ? AND o.status IN (?, ?) ORDER BY o.created_at DESC LIMIT " + random.nextInt(100);
    }

    private static String trace(int place) {
        Random random = new Random(place);
        StringBuilder text = new StringBuilder("java.lang.IllegalStateException: cart is closed\n");
        for (int i = 0; i < 45; i++) {
            String frame = FRAMES[random.nextInt(FRAMES.length)];
            text.append("\tat ")
                    .append(frame)
                    .append(':')
                    .append(random.nextInt(900))
                    .append(")\n");
        }
        return text.toString();
    }
}
