/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import io.opentelemetry.instrumentation.annotations.SpanKind;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** One call of each kind of method that rules can select: by access, signature, annotation, place. */
public final class RuleForms {
    private RuleForms() {}

    @interface Timed {}

    interface Priced<T> {
        int price(T of);

        default String label() {
            return "label " + getClass().getSimpleName();
        }
    }

    /** Its price is called through a bridge. */
    static final class Book implements Priced<String> {
        @Override
        public int price(String of) {
            return helper() + of.length();
        }

        int helper() {
            return 1;
        }
    }

    static final class Shelf {
        private final List<String> titles = new ArrayList<>();
        private int size;

        void put(String title) {
            titles.add(title);
            size++;
        }

        void put(String title, int copies) {
            for (int i = 0; i < copies; i++) {
                titles.add(title);
            }
        }

        int getSize() {
            return size;
        }

        static int count(Shelf shelf) {
            return shelf.secret();
        }

        private int secret() {
            return titles.size();
        }

        IntSupplier later() {
            return () -> secret() + 1;
        }

        @Override
        public String toString() {
            return "shelf of " + titles;
        }
    }

    enum Op {
        PLUS {
            @Override
            int apply(int n) {
                return n + 1;
            }
        };

        abstract int apply(int n);
    }

    @Timed
    static final class Clocked {
        int whole() {
            return 1;
        }
    }

    static final class Annotated {
        @Timed
        int timed() {
            return 1;
        }

        int plain() {
            return 2;
        }

        @WithSpan
        int spanned() {
            return 3;
        }

        @WithSpan(value = "named by its annotation", kind = SpanKind.CLIENT)
        int named() {
            return 4;
        }
    }

    public static void main(String[] args) {
        Priced<String> book = new Book();
        int sum = book.price("x");
        Priced<Integer> free = new Priced<Integer>() {
            @Override
            public int price(Integer of) {
                return of;
            }
        };
        sum += free.price(7) + free.label().length() + book.label().length();
        Shelf shelf = new Shelf();
        shelf.put("a");
        shelf.put("b", 2);
        sum += shelf.getSize()
                + Shelf.count(shelf)
                + shelf.later().getAsInt()
                + shelf.toString().length();
        sum += Op.PLUS.apply(1) + new Clocked().whole();
        Annotated annotated = new Annotated();
        sum += annotated.timed() + annotated.plain() + annotated.spanned() + annotated.named();
        System.out.println("sum " + sum);
    }
}
