// swift-tools-version:6.1
import Foundation
import PackageDescription

// `make` sets STRATA_STRICT so that warnings stop the build in CI and on our own machines; a plain
// `swift build` by a user with a newer compiler, which may warn about more, still works.
let isStrict = ProcessInfo.processInfo.environment["STRATA_STRICT"] != nil
/// `make fuzz` sets STRATA_FUZZ: all modules tell libFuzzer which of their branches an input has taken, and there is the
/// program that feeds them.
let isFuzzing = ProcessInfo.processInfo.environment["STRATA_FUZZ"] != nil
let warnings: [SwiftSetting] = isStrict ? [.unsafeFlags(["-warnings-as-errors"])] : []
let strict = warnings + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])] : [])

/// One of our own modules. `imports` is the import direction of the house: ARCHITECTURE.md draws it
/// and `Tests/PackageTests` holds it, and that each has a README.
func module(
  _ name: String, imports: [Target.Dependency] = [], libraries: [Target.Dependency] = [],
  exclude: [String] = [], plugins: [Target.PluginUsage] = []
) -> Target {
  .target(
    name: name, dependencies: imports + libraries, exclude: ["README.md"] + exclude, swiftSettings: strict,
    plugins: plugins)
}

func tests(_ name: String, of dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// A C library of the system; its folder under `Sources/System` says what it wraps and why.
func system(_ name: String, pkgConfig: String, package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// What tests of studies share.
let support: [Target.Dependency] = ["StudySupport", "TestSupport"]
/// What tests of figures share.
let figures: [Target.Dependency] = ["FigureSupport", "TestSupport"]

let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
/// SQLite itself, for the bounds that GRDB does not set.
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let http = [
  Target.Dependency.product(name: "FlyingFox", package: "FlyingFox"),
  .product(name: "FlyingSocks", package: "FlyingFox"),
]
let numerics = Target.Dependency.product(name: "Numerics", package: "swift-numerics")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// `make fuzz`: the driver that libFuzzer's library has, and the program around it.
let fuzzing: [Target] = [
  .target(name: "CFuzzer", path: "Tests/Fuzz/Driver"),
  .executableTarget(
    name: "fuzz",
    dependencies: [
      "CFuzzer", "Site", "Published", "Store", "Studies", "Tokenizers", "Checkpoints", "JSON", "Support",
    ],
    path: "Tests/Fuzz/Program", swiftSettings: strict),
]

let package = Package(
  name: "strata",
  platforms: [.macOS(.v14)],
  products: [
    .executable(name: "strata", targets: ["strata"]),
    // The engine: from a checkpoint and token ids to gradients and their spectra.
    .library(name: "Gradients", targets: ["Gradients", "Checkpoints"]),
    // Figures: data and words in, SVG, PNG, PDF and EPS out.
    .library(name: "Plotting", targets: ["Plotting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C libraries
    system("COpenBLAS", pkgConfig: "openblas", package: "libopenblas-dev"),
    system("CCairo", pkgConfig: "cairo-ft", package: "libcairo2-dev"),
    system("CHarfBuzz", pkgConfig: "harfbuzz", package: "libharfbuzz-dev"),
    system("CDeflate", pkgConfig: "libdeflate", package: "libdeflate-dev"),
    system("CCrypto", pkgConfig: "libcrypto", package: "libssl-dev"),
    system("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
    system("CZstd", pkgConfig: "libzstd", package: "libzstd-dev"),
    system("CCMarkGFM", pkgConfig: "libcmark-gfm", package: "libcmark-gfm-dev"),
    .target(
      name: "CSimdjson", path: "Sources/System/CSimdjson", exclude: ["README.md"],
      linkerSettings: [.linkedLibrary("simdjson")]),

    // Modules, left to right
    module("Support", libraries: [yams, "CCrypto", "CZlib", "CZstd"]),
    module("JSON", libraries: ["CSimdjson"]),
    module("Checkpoints", imports: ["JSON"]),
    module(
      "Tokenizers", imports: ["JSON"], libraries: [collections],
      exclude: ["Unicode/make_unicode_data.py"]),
    .target(name: "Kernels", exclude: ["README.md"]),
    module("Gradients", imports: ["Kernels", "Checkpoints"], libraries: ["COpenBLAS"]),
    module("Studies", imports: ["Gradients", "Tokenizers", "JSON", "Support"], libraries: [yams]),
    module(
      "Store", imports: ["Studies", "Gradients", "Tokenizers", "Checkpoints", "JSON", "Support"],
      libraries: [grdb, sqlite]),
    module(
      "Published", imports: ["Store", "Studies", "Gradients", "Checkpoints", "JSON", "Support"],
      libraries: [yams]),
    module(
      "Runs",
      imports: [
        "Published", "Store", "Studies", "Gradients", "Tokenizers", "Checkpoints", "JSON", "Support",
      ]),
    module(
      "Analysis", imports: ["Kernels", "Store", "Studies", "Gradients", "Support"], libraries: [numerics]),
    module("Plotting", libraries: ["CCairo", "CHarfBuzz", "CDeflate"]),
    module(
      "Figures", imports: ["Analysis", "Plotting", "Store", "Studies", "Gradients", "JSON", "Support"]),
    module(
      "Comparison",
      imports: ["Figures", "Analysis", "Plotting", "Store", "Studies", "Gradients", "JSON", "Support"],
      libraries: [collections]),
    module(
      "Papers", imports: ["Figures", "Analysis", "Plotting", "Studies", "Gradients", "Support"]),
    module(
      "Setup",
      imports: ["Runs", "Plotting", "Kernels", "Store", "Studies", "JSON", "Support"]),
    module(
      "Site",
      imports: [
        "Papers", "Figures", "Analysis", "Plotting", "Store", "Studies", "Gradients", "JSON", "Support",
      ],
      libraries: [mustache, yams, "CCMarkGFM"], plugins: ["EmbedFiles"]),
    module("Preview", imports: ["JSON", "Support"], libraries: http),
    .executableTarget(
      name: "strata",
      dependencies: [
        "Preview", "Site", "Setup", "Papers", "Comparison", "Figures", "Plotting", "Analysis", "Runs",
        "Published",
        "Store", "Studies", "Gradients", "Tokenizers", "Support", arguments, logging,
      ],
      exclude: ["README.md"],
      swiftSettings: strict),

    // Puts templates/ and Site/ into the module Site
    .executableTarget(name: "embed-files", path: "Sources/Embedding/Tool", swiftSettings: warnings),
    .plugin(
      name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"],
      path: "Sources/Embedding/Plugin"),

    // Writes the manual pages for `make install`
    .executableTarget(name: "manual-pages", path: "Packaging/Manual", swiftSettings: strict),
    // Builds the site of docs/ for `make docs`
    .executableTarget(
      name: "documentation", dependencies: ["Site"], path: "Packaging/Documentation", swiftSettings: strict),

    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .target(
      name: "StudySupport",
      dependencies: ["Runs", "Store", "Studies", "Gradients", "Tokenizers", "Support", "TestSupport", grdb],
      path: "Tests/StudySupport", swiftSettings: strict),
    .target(
      name: "FigureSupport",
      dependencies: [
        "Papers", "Figures", "Analysis", "Plotting", "Store", "Studies", "Gradients", "Support",
        "TestSupport",
      ],
      path: "Tests/FigureSupport", swiftSettings: strict),
    .target(
      name: "GoldenSupport", dependencies: ["Gradients", "Checkpoints", "JSON", "COpenBLAS"],
      path: "Tests/GoldenSupport",
      swiftSettings: strict),
    .executableTarget(
      name: "accuracy", dependencies: ["GoldenSupport", "Gradients"], path: "Benchmarks/Accuracy",
      swiftSettings: strict),
    .executableTarget(
      name: "spectrum-speed", dependencies: ["GoldenSupport", "Gradients"], path: "Benchmarks/Spectra",
      swiftSettings: strict),
    .executableTarget(
      name: "store-speed", dependencies: ["Store", "Studies", "Gradients", "Support"],
      path: "Benchmarks/Store", swiftSettings: strict),
    .executableTarget(
      name: "figure-speed", dependencies: ["Plotting"], path: "Benchmarks/Figures", swiftSettings: strict),
    .executableTarget(
      name: "full-study", dependencies: ["Analysis", "Store", "Studies", "Gradients", "Support"],
      path: "Benchmarks/Study", swiftSettings: strict),
    .executableTarget(
      name: "render-templates", dependencies: ["Tokenizers", "JSON"], path: "Tests/RenderTemplates",
      swiftSettings: strict),
    tests("KernelsTests", of: ["Kernels", "COpenBLAS", "TestSupport"]),
    tests("JSONTests", of: ["JSON"]),
    tests("CheckpointsTests", of: ["Checkpoints", "TestSupport"]),
    tests(
      "TokenizersTests", of: ["Tokenizers", "JSON"], exclude: ["Fixtures", "fuzz.py", "fuzz_templates.py"]),
    tests(
      "GradientsTests", of: ["Gradients", "Checkpoints", "JSON", "TestSupport", "GoldenSupport"],
      exclude: ["Fixtures"]),
    tests("SupportTests", of: ["Support", "TestSupport"]),
    tests(
      "StudiesTests",
      of: ["Runs", "Store", "Studies", "Gradients", "Tokenizers", "JSON", "Support"] + support),
    tests(
      "StoreTests",
      of: [
        "Runs", "Published", "Store", "Studies", "Gradients", "Tokenizers", "Checkpoints", "Support", grdb,
      ] + support,
      exclude: ["Fixtures"]),
    tests(
      "PublishedTests",
      of: ["Published", "Runs", "Store", "Studies", "Gradients", "JSON", "Support"] + support),
    tests(
      "RunsTests",
      of: [
        "Runs", "Published", "Store", "Studies", "Gradients", "JSON", "Support", grdb,
      ] + support),
    tests("AnalysisTests", of: ["Analysis", "Store", "Studies", "Gradients", "Support", "TestSupport"]),
    tests("PlottingTests", of: ["Plotting", "CDeflate"]),
    tests(
      "FiguresTests",
      of: [
        "Figures", "Papers", "Analysis", "Plotting", "Store", "Studies", "Gradients", "CCairo",
      ] + figures),
    tests(
      "PapersTests",
      of: ["Papers", "Figures", "Analysis", "Plotting", "Studies", "Gradients"] + figures,
      exclude: ["Golden"]),
    tests(
      "ComparisonTests",
      of: ["Comparison", "Site", "Figures", "Analysis", "Plotting", "Store", "Studies", "Support"] + figures),
    tests("PreviewTests", of: ["Preview", "TestSupport"]),
    tests("SetupTests", of: ["Setup", "Runs", "Store", "TestSupport"]),
    tests(
      "SiteTests",
      of: ["Site", "Figures", "Analysis", "Plotting", "Store", "Studies", "Support"] + figures,
      exclude: ["Golden", "requirements.txt"]),
    tests(
      "CommandLineTests", of: ["strata", "Store", "Studies", "Support", "FigureSupport", "TestSupport"],
      exclude: ["Help", "Cluster"]),
    tests("PackageTests", of: []),
  ] + (isFuzzing ? fuzzing : []),
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
