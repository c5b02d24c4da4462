/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.ResolvedRule;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * What the rules of an interface mean for its implementations: the methods that the interface declares, and not every
 * helper of theirs. Stateless; any thread.
 */
final class InterfaceRules {
    private InterfaceRules() {}

    /**
     * The rules as they apply to implementations; as they are if the interface's class file cannot be read.
     *
     * @param loader null for the boot loader
     * @param classFile null if it has to be read
     */
    static MethodRule[] passedOn(MethodRule[] rules, ClassLoader loader, String internalName, byte[] classFile) {
        MethodRule[] result = rules;
        Set<String> declared = null;
        for (int i = 0; i < rules.length; i++) {
            if (rules[i].matchesAllMethods() && !rules[i].isExclude()) {
                if (declared == null) {
                    declared = declared(loader, internalName, classFile);
                    if (declared == null) {
                        return rules;
                    }
                    result = rules.clone();
                }
                result[i] = ResolvedRule.declared(rules[i], declared);
            }
        }
        return result;
    }

    private static Set<String> declared(ClassLoader loader, String internalName, byte[] classFile) {
        byte[] file = classFile;
        if (file == null) {
            file = loader == null ? ofTheJdk(internalName) : ClassFileReader.readFile(loader, internalName);
        }
        ClassMembers members = file == null ? null : ClassMembers.parse(file);
        if (members == null) {
            return null;
        }
        Set<String> declared = new HashSet<>();
        for (ClassMembers.Member method : members.methods) {
            declared.add(ResolvedRule.signature(method.name, method.descriptor));
        }
        return declared;
    }

    private static byte[] ofTheJdk(String internalName) {
        try (InputStream in =
                Object.class.getResourceAsStream("/".concat(internalName).concat(".class"))) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null; // its rules then cover all methods
        }
    }
}
