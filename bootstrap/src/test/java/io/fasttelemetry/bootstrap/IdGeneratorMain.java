/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/** A process that prints three ids of a seed. */
final class IdGeneratorMain {
    private IdGeneratorMain() {}

    public static void main(String[] args) {
        IdGenerator.seed(Long.parseLong(args[0]), Long.parseLong(args[1]));
        IdGenerator generator = new IdGenerator();
        for (int i = 0; i < 3; i++) {
            System.out.println(Long.toHexString(generator.next()));
        }
    }
}
