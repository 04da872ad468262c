package dev.tapewire.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.originOwner;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** Who may know whom. The layers must not be empty, or a rule would hold for nothing. */
@AnalyzeClasses(
    packages = "dev.tapewire",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  private static final String ROOT = "dev.tapewire.";

  /** Leaves out what other modules lend to tests. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule processesKnowOnlyWhatTheyShare =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("common")
          .definedBy(ROOT + "common..")
          .layer("capture")
          .definedBy(ROOT + "capture..")
          .layer("sender")
          .definedBy(ROOT + "sender..")
          .layer("receiver")
          .definedBy(ROOT + "receiver..")
          .layer("launcher")
          .definedBy(ROOT + "launcher..")
          .whereLayer("launcher")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("capture")
          .mayOnlyBeAccessedByLayers("launcher")
          .whereLayer("sender")
          .mayOnlyBeAccessedByLayers("launcher")
          .whereLayer("receiver")
          .mayOnlyBeAccessedByLayers("launcher");

  @ArchTest
  static final ArchRule chronicleStaysInTheTape = onlyIn(ROOT + "common.tape..", "net.openhft..");

  @ArchTest
  static final ArchRule okHttpStaysInTheSendersLink =
      onlyIn(ROOT + "sender.link..", "okhttp3..", "okio..", "kotlin..");

  @ArchTest
  static final ArchRule nettyStaysInTheReceiversLink =
      onlyIn(ROOT + "receiver.link..", "io.netty..");

  @ArchTest
  static final ArchRule javaSoundStaysInCaptureButForTheTablesOfG711 =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "capture..")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "sender.conversion.G711")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax.sound..");

  @ArchTest
  static final ArchRule servicesKnowNoNetworkClockOrThread =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "sender.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "sender.link..",
              ROOT + "sender.delivery..",
              "okhttp3..",
              "java.net.http..",
              "java.nio.channels..",
              "java.time..",
              "java.util.concurrent..");

  @ArchTest
  static final ArchRule protocolLogicOwnsNoThreadSocketOrFile =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "sender.delivery..", ROOT + "receiver.reception..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.net.http..",
                      "java.nio.channels..",
                      "java.util.concurrent..",
                      "picocli..")
                  .and(not(equivalentTo(TimeUnit.class))))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  /** What others said reaches a terminal through one place, which lets no order through. */
  @ArchTest
  static final ArchRule onlyOutputKnowsTheStandardStreams =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "common.log.Output")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule onlyThoseThatMakeLinesPrintablePrint =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "common.log..", ROOT + "launcher.replies..")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "launcher.supervise.LogFunnel")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "sender.Progress") // Figures, and what was typed.
          .should()
          .callMethodWhere(
              describe(
                  "prints",
                  call ->
                      (call.getTargetOwner().isAssignableTo(PrintStream.class)
                              || call.getTargetOwner().isAssignableTo(PrintWriter.class))
                          && call.getName().matches("print.*|format|append|write")))
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule onlyMainEndsTheJvm =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "launcher.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule onlyTheSystemClockTellsTheTimeToLogic =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "common.tape..",
              ROOT + "sender.delivery..",
              ROOT + "receiver.reception..",
              ROOT + "launcher.supervise..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** Everything that writes into directories of ours goes through {@code OwnFiles}: no links. */
  @ArchTest
  static final ArchRule filesAreOpenedForWritingInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "common.file..")
          // Received files are opened with NOFOLLOW_LINKS there.
          .and()
          .resideOutsideOfPackage(ROOT + "receiver.store..")
          // A pipe in a directory of its own; a file or device that the user names.
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "launcher.supervise.CommandPipe")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "launcher.sessions.WholeFile")
          .should()
          .callMethodWhere(
              target(owner(type(Files.class)))
                  .and(
                      target(
                          nameMatching(
                              "write|writeString|newOutputStream|newBufferedWriter|copy"))))
          .orShould()
          .callConstructor(FileOutputStream.class, String.class)
          .orShould()
          .callConstructor(FileOutputStream.class, File.class)
          .orShould()
          .callConstructor(FileOutputStream.class, File.class, boolean.class)
          .orShould()
          .callConstructorWhere(
              target(owner(type(RandomAccessFile.class)))
                  .and(not(originOwner(simpleName("FileSource")))) // Read-only, all of these.
                  .and(not(originOwner(simpleName("UptimeSleepClock")))))
          .orShould()
          .callConstructor(FileWriter.class, File.class)
          .orShould()
          .callMethodWhere(
              target(owner(type(FileChannel.class)))
                  .and(target(nameMatching("open")))
                  .and(not(originOwner(simpleName("DirectorySync"))))
                  .and(not(originOwner(simpleName("SoundFile")))));

  /** In some locales digits are no ASCII, and {@code I} has no dot in lower case. */
  @ArchTest
  static final ArchRule noTextDependsOnTheMachinesLocale =
      noClasses()
          .that() // Hex digits are the same in every locale.
          .doNotHaveFullyQualifiedName(ROOT + "receiver.store.LedgerCodec")
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class);

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching(ROOT + "(*).(*)..").should().beFreeOfCycles();

  private static ArchRule onlyIn(String home, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }
}
