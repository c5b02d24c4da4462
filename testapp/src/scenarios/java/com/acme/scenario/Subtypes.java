/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/** An interface with an abstract, a nested, an anonymous and a lambda implementation, and a default method. */
public final class Subtypes {
    private Subtypes() {}

    /** What is traced. */
    public interface Shape {
        double area();

        default String label() {
            return "shape of " + area();
        }
    }

    /** Implements nothing itself. */
    public abstract static class Polygon implements Shape {
        final double side;

        Polygon(double side) {
            this.side = side;
        }

        int corners() {
            return 4;
        }
    }

    static final class Square extends Polygon {
        Square(double side) {
            super(side);
        }

        @Override
        public double area() {
            return side * side;
        }
    }

    static class Circle implements Shape {
        @Override
        public double area() {
            return 3;
        }

        @Override
        public String label() {
            return "round " + Shape.super.label();
        }
    }

    static final class Dot extends Circle {
        @Override
        public double area() {
            return super.area() - 3;
        }
    }

    /** Not a shape, though it has the same method. */
    static final class Field {
        double area() {
            return 1000;
        }
    }

    public static void main(String[] args) {
        Shape anonymous = new Shape() {
            @Override
            public double area() {
                return 7;
            }
        };
        Shape lambda = () -> 8;
        Shape[] shapes = {new Square(2), new Circle(), new Dot(), anonymous, lambda};
        for (Shape shape : shapes) {
            System.out.println(shape.label());
        }
        System.out.println(new Square(1).corners() + " " + new Field().area());
    }
}
