package org.tornadonn.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Imports flow one way: cli → report, trace → page, train → store → onnx → layer → op.., plan ←
 * exec ← device.
 */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.tornadonn");

  @ParameterizedTest
  @CsvSource({
    "heap, json plan op.. exec exec.jvm.. exec.tornado.. device layer train data store page report trace cli..",
    "json, heap plan op.. exec exec.jvm.. exec.tornado.. device layer train data store page report trace cli..",
    "file, heap json plan op.. exec exec.jvm.. exec.tornado.. device layer train data store page report trace cli..",
    "plan, op.. exec exec.jvm.. exec.tornado.. device layer train data store page report trace cli..",
    "op.., exec exec.jvm.. exec.tornado.. device layer train data store page report trace cli..",
    "exec, op.. exec.jvm.. exec.tornado.. device layer train data store page report trace cli..",
    "exec.jvm.., exec.tornado.. device layer train data store page report trace cli..",
    "exec.tornado.., exec.jvm.. device layer train data store page report trace cli..",
    "device, op.. layer train data store page report trace cli..",
    "layer, exec exec.jvm.. exec.tornado.. device train data store page report trace cli..",
    "data, plan op.. exec exec.jvm.. exec.tornado.. device layer train store page report trace cli..",
    "onnx.., exec exec.jvm.. exec.tornado.. device store store.onnx train data page report trace cli..",
    "layer, onnx.. zoo",
    "zoo, exec exec.jvm.. exec.tornado.. device onnx.. store store.onnx train data page report trace cli..",
    "store, exec exec.jvm.. exec.tornado.. device train data store.onnx page report trace cli..",
    "store.onnx, exec exec.jvm.. exec.tornado.. device train data page report trace cli..",
    "train, exec.jvm.. exec.tornado.. page report trace cli..",
    "page, plan op.. exec exec.jvm.. exec.tornado.. device layer train store report trace cli..",
    "report, op.. exec.jvm.. exec.tornado.. trace cli..",
    "trace, exec exec.jvm.. exec.tornado.. store report cli.."
  })
  void aPackageKnowsOnlyThoseBelow(String from, String forbidden) {
    for (var to : forbidden.split(" ")) {
      noClasses()
          .that()
          .resideInAPackage("org.tornadonn." + from)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.tornadonn." + to)
          .check(CLASSES);
    }
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("org.tornadonn.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void tornadoVmIsKnownInThreePlacesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.tornadonn.op..", "org.tornadonn.plan", "org.tornadonn.exec.tornado..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("uk.ac.manchester.tornado..")
        .check(CLASSES);
  }

  @Test
  void protocolBuffersAreKnownInTwoPlacesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.tornadonn.onnx..", "org.tornadonn.store.onnx")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnx..", "com.google.protobuf..")
        .check(CLASSES);
  }

  @Test
  void theVectorApiIsKnownInOnePlaceOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.tornadonn.exec.jvm..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }
}
