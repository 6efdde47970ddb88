package dev.tollgate.bootstrap.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The rules of the house, each as a sentence. Written over a base package, so that each can be
/// tried on a fixture that breaks it.
final class Rules {
    private final String base;

    Rules(String base) {
        this.base = base;
    }

    /// Every rule by a short name, which is the name of the fixture that breaks it.
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("domainIsPure", domainIsPure());
        rules.put("applicationKnowsDomainOnly", applicationKnowsDomainOnly());
        rules.put("adaptersDoNotSeeEachOther", adaptersDoNotSeeEachOther());
        rules.put("adaptersUsePortsOnly", adaptersUsePortsOnly());
        rules.put("portsDoNotMeet", portsDoNotMeet());
        rules.put("inPortsAskOneThing", inPortsAskOneThing());
        rules.put("outPortsAreSmall", outPortsAreSmall());
        rules.put("noClockInTheCore", noClockInTheCore());
        rules.put("noChanceInTheCore", noChanceInTheCore());
        rules.put("noThreadsInTheCore", noThreadsInTheCore());
        rules.put("claimsComeFromTheDesk", claimsComeFromTheDesk());
        rules.put("environmentIsReadInOnePlace", environmentIsReadInOnePlace());
        rules.put("honestNames", honestNames());
        rules.put("noMutableStatics", noMutableStatics());
        rules.put("noPrintingButOnTheTerminal", noPrintingButOnTheTerminal());
        rules.put("noOptionalFields", noOptionalFields());
        rules.put("noCycles", noCycles());
        return rules;
    }

    private ArchRule domainIsPure() {
        return classes()
                .that(in("domain"))
                .should()
                .onlyDependOnClassesThat(
                        in("domain")
                                .or(resideInAPackage("org.jspecify.."))
                                .or(
                                        resideInAPackage("java..")
                                                .and(
                                                        DescribedPredicate.not(
                                                                resideInAnyPackage(
                                                                        "java.net..",
                                                                        "java.sql..",
                                                                        "java.io..",
                                                                        "java.nio.file..",
                                                                        "java.util.logging..")))))
                .as("the domain depends on nothing but the JDK's values and itself");
    }

    private ArchRule applicationKnowsDomainOnly() {
        return classes()
                .that(in("application"))
                .should()
                .onlyDependOnClassesThat(
                        in("application")
                                .or(in("domain"))
                                .or(resideInAnyPackage("org.jspecify..", "org.slf4j.."))
                                .or(
                                        resideInAPackage("java..")
                                                .and(
                                                        DescribedPredicate.not(
                                                                resideInAnyPackage(
                                                                        "java.net..",
                                                                        "java.sql..",
                                                                        "java.io..",
                                                                        "java.nio.file..")))))
                .as("the application depends on the domain, and on no technology");
    }

    private ArchRule adaptersDoNotSeeEachOther() {
        return slices().matching(base + ".adapters.(*)..")
                .should()
                .notDependOnEachOther()
                .as("adapters do not see each other");
    }

    private ArchRule adaptersUsePortsOnly() {
        return noClasses()
                .that(in("adapters"))
                .should()
                .dependOnClassesThat(
                        in("application")
                                .and(DescribedPredicate.not(in("application.port")))
                                .and(
                                        DescribedPredicate.not(
                                                nameMatching(".*\\.application\\.desk\\.Claim"))))
                .as(
                        "adapters know the application's ports, and the claim that one of them"
                                + " demands");
    }

    private ArchRule portsDoNotMeet() {
        return noClasses()
                .that(in("application.port.in"))
                .should()
                .dependOnClassesThat(in("application.port.out"))
                .as("what is asked of the gateway says nothing of what the gateway needs");
    }

    private ArchRule inPortsAskOneThing() {
        return classes()
                .that(in("application.port.in"))
                .and()
                .areInterfaces()
                .and()
                .areTopLevelClasses()
                .and(DescribedPredicate.not(nameMatching(".*ReplySink")))
                .should(haveAtMost(1))
                .as("an in-port has one method (the sink that hears the answer has six)");
    }

    private ArchRule outPortsAreSmall() {
        return classes()
                .that(in("application.port.out"))
                .and()
                .areInterfaces()
                .and()
                .areTopLevelClasses()
                .should(haveAtMost(5))
                .as("an out-port has five methods at most");
    }

    private ArchRule noClockInTheCore() {
        return noClasses()
                .that(in("domain").or(in("application")))
                .should()
                .callMethodWhere(
                        calls(
                                Map.of(
                                        "java.time.Instant", Set.of("now"),
                                        "java.time.LocalDate", Set.of("now"),
                                        "java.time.LocalDateTime", Set.of("now"),
                                        "java.time.ZonedDateTime", Set.of("now"),
                                        "java.time.InstantSource", Set.of("system"),
                                        "java.time.Clock",
                                                Set.of("systemUTC", "systemDefaultZone", "system"),
                                        "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
                                        "java.lang.Thread", Set.of("sleep"))))
                .as("domain and application are told the time");
    }

    private ArchRule noChanceInTheCore() {
        return noClasses()
                .that(in("domain").or(in("application")))
                .should()
                .callCodeUnitWhere(
                        calls(
                                Map.of(
                                        "java.lang.Math", Set.of("random"),
                                        "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
                                        "java.util.Random", Set.of("<init>"),
                                        "java.security.SecureRandom", Set.of("<init>"),
                                        "java.util.UUID", Set.of("randomUUID"),
                                        "java.util.Collections", Set.of("shuffle"))))
                .as("domain and application are given their chance");
    }

    private ArchRule noThreadsInTheCore() {
        return noClasses()
                .that(in("domain").or(in("application")))
                .should()
                .callCodeUnitWhere(
                        calls(
                                Map.of(
                                        "java.lang.Thread",
                                                Set.of(
                                                        "<init>",
                                                        "start",
                                                        "ofVirtual",
                                                        "ofPlatform",
                                                        "startVirtualThread"),
                                        "java.util.concurrent.Executors",
                                                Set.of(
                                                        "newVirtualThreadPerTaskExecutor",
                                                        "newFixedThreadPool",
                                                        "newCachedThreadPool",
                                                        "newSingleThreadExecutor",
                                                        "newScheduledThreadPool"))))
                .as("domain and application start no threads");
    }

    private ArchRule claimsComeFromTheDesk() {
        return noClasses()
                .that(DescribedPredicate.not(in("application.desk")))
                .should()
                .callCodeUnitWhere(
                        calls(Map.of(base + ".application.desk.Claim", Set.of("<init>"))))
                .as("nobody but the admission desk makes a claim");
    }

    private ArchRule environmentIsReadInOnePlace() {
        return noClasses()
                .that(
                        DescribedPredicate.not(
                                in("bootstrap.system").or(nameMatching(".*\\.cli\\.Terminal"))))
                .should()
                .callMethodWhere(
                        calls(
                                Map.of(
                                        "java.lang.System",
                                        Set.of("getenv", "getProperty", "getProperties"))))
                .as("the process's environment is read in one place");
    }

    private ArchRule honestNames() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Impl|Helper|Manager|Util|Utils|Service)")
                .orShould()
                .resideInAnyPackage("..impl..", "..common..", "..util..", "..utils..")
                .as("a name says what a thing is");
    }

    private ArchRule noMutableStatics() {
        return noFields()
                .that()
                .areStatic()
                .and(notSynthetic())
                .should()
                .notBeFinal()
                .as("nothing is shared by being static and changing");
    }

    private ArchRule noPrintingButOnTheTerminal() {
        return noClasses()
                .that(DescribedPredicate.not(nameMatching(".*\\.cli\\.Terminal")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .as("only the command line's terminal prints");
    }

    private ArchRule noOptionalFields() {
        return noFields()
                .that()
                .areDeclaredInClassesThat(
                        in("domain")
                                .and(
                                        DescribedPredicate.not(
                                                JavaClass.Predicates.assignableTo(Record.class))))
                .should()
                .haveRawType("java.util.Optional")
                .as("in the domain, Optional is an answer or a part of a record, not a state");
    }

    private ArchRule noCycles() {
        return slices().matching(base + ".(domain|application).(*)..")
                .should()
                .beFreeOfCycles()
                .as("packages of the core have no cycles");
    }

    private DescribedPredicate<JavaClass> in(String part) {
        return resideInAPackage(base + "." + part + "..");
    }

    private static DescribedPredicate<JavaField> notSynthetic() {
        return DescribedPredicate.describe(
                "not synthetic", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private static DescribedPredicate<JavaCall<?>> calls(Map<String, Set<String>> forbidden) {
        return DescribedPredicate.describe(
                "call one of " + forbidden,
                call ->
                        forbidden
                                .getOrDefault(call.getTargetOwner().getName(), Set.of())
                                .contains(call.getTarget().getName()));
    }

    private static ArchCondition<JavaClass> haveAtMost(int count) {
        return new ArchCondition<>("have at most " + count + " abstract methods") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long methods =
                        type.getMethods().stream()
                                .filter(m -> m.getModifiers().contains(JavaModifier.ABSTRACT))
                                .count();
                events.add(
                        new SimpleConditionEvent(
                                type,
                                methods <= count,
                                type.getName() + " has " + methods + " abstract methods"));
            }
        };
    }
}
