package dev.tollgate.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

class ArchitectureTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(place -> !place.contains("-tests.jar"))
                    .importPackages("dev.tollgate");

    private static final JavaClasses FIXTURE =
            new ClassFileImporter().importPackages("fixture.tollgate");

    @TestFactory
    Stream<DynamicTest> the_house_keeps_its_rules() {
        return new Rules("dev.tollgate")
                .all().values().stream()
                        .map(
                                rule ->
                                        DynamicTest.dynamicTest(
                                                rule.getDescription(), () -> rule.check(HOUSE)));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_bites() {
        return new Rules("fixture.tollgate")
                .all().entrySet().stream()
                        .map(
                                rule ->
                                        DynamicTest.dynamicTest(
                                                rule.getKey(), () -> bites(rule.getValue())));
    }

    private static void bites(ArchRule rule) {
        assertThat(rule.evaluate(FIXTURE).hasViolation())
                .as("the fixture breaks the rule that %s", rule.getDescription())
                .isTrue();
    }

    @Test
    void all_modules_are_looked_at() {
        assertThat(HOUSE)
                .extracting(type -> type.getPackageName())
                .contains(
                        "dev.tollgate.domain.routing",
                        "dev.tollgate.application.call",
                        "dev.tollgate.adapters.http",
                        "dev.tollgate.adapters.providers",
                        "dev.tollgate.adapters.persistence.files",
                        "dev.tollgate.bootstrap");
    }

    @Test
    void every_package_is_null_marked_and_says_what_it_is_for() {
        Set<String> unmarked = new TreeSet<>();
        HOUSE.forEach(type -> unmarked.add(type.getPackageName()));
        HOUSE.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class))
                .forEach(type -> unmarked.remove(type.getPackageName()));

        assertThat(unmarked).isEmpty();
    }

    @Test
    void technologies_stay_in_their_modules() {
        List<Technology> technologies =
                List.of(
                        new Technology("io.helidon.webserver.", "dev.tollgate.adapters.http"),
                        new Technology("io.helidon.http.", "dev.tollgate.adapters.http"),
                        new Technology("io.helidon.dbclient.", "dev.tollgate.adapters.persistence"),
                        new Technology("org.flywaydb.", "dev.tollgate.adapters.persistence"),
                        new Technology("org.postgresql.", "dev.tollgate.adapters.persistence"),
                        new Technology("com.zaxxer.", "dev.tollgate.adapters.persistence"),
                        new Technology("org.apache.hc.", "dev.tollgate.adapters.providers"),
                        new Technology("org.yaml.", "dev.tollgate.bootstrap.settings"),
                        new Technology("picocli.", "dev.tollgate.bootstrap.cli"),
                        new Technology("com.knuddels.", "dev.tollgate.adapters.providers.tokens"));
        for (Technology technology : technologies) {
            assertThat(HOUSE)
                    .filteredOn(type -> !type.getPackageName().startsWith(technology.home))
                    .allSatisfy(
                            type ->
                                    assertThat(type.getDirectDependenciesFromSelf())
                                            .as("%s knows %s", type.getName(), technology.name)
                                            .noneMatch(
                                                    d ->
                                                            d.getTargetClass()
                                                                    .getName()
                                                                    .startsWith(technology.name)));
        }
    }

    private record Technology(String name, String home) {}
}
