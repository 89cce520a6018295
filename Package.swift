// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A module of the package, and the modules it may import.
func module(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
  -> Target
{
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// The tests of a module.
func tests(
  of name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [],
  fixtures: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies + ["TestSupport"],
    exclude: ["Snapshots", "Goldens"] + fixtures, resources: resources, swiftSettings: settings)
}

/// A module map over a Debian package.
func library(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
  name: "nbrun",
  products: [
    .executable(name: "nbrun", targets: ["nbrun"]),
    .library(
      name: "Notebooks",
      targets: [
        "Bounds", "NotebookSyntax", "Operations", "NotebookRunner", "Reports", "Documents",
      ]),
    .library(name: "NotebookCommands", targets: ["NotebookCommands"]),
    .library(name: "Recommenders", targets: ["Bounds", "Files", "LinearAlgebra", "Recommenders"]),
    .library(name: "RecommenderOperations", targets: ["RecommenderOperations"]),
    .library(name: "RecommenderCommands", targets: ["RecommenderCommands"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Without its trait for Foundation, which costs start-up time.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // Debian's libraries
    library("CCmark", "libcmark", "libcmark-dev"),
    library("CYAML", "yaml-0.1", "libyaml-dev"),
    library("COpenBLAS", "openblas", "libopenblas-dev"),
    library("CArchive", "libarchive", "libarchive-dev"),
    library("CNettle", "nettle", "nettle-dev"),
    library("CZlib", "zlib", "zlib1g-dev"),

    // Debian's JavaScriptCore, which is loaded when it is needed
    .target(
      name: "CJavaScriptCore",
      cSettings: [
        .define("_GNU_SOURCE"), .enableWarning("all"), .enableWarning("extra"),
        .treatAllWarnings(as: .error),
      ]),

    // What both halves stand on
    module("Bounds", []),
    module("Files", ["CNettle"]),

    // The notebook half: knows no algorithm
    module("NotebookSyntax", ["CCmark", "CYAML"]),
    module("Operations", ["Bounds", "Files", "NotebookSyntax"]),
    module("NotebookRunner", ["Files", "NotebookSyntax", "Operations"]),
    module("Typesetting", ["Files", "NotebookSyntax", "CJavaScriptCore"]),
    module(
      "Reports", ["Files", "NotebookSyntax", "Operations", "NotebookRunner", "Typesetting"],
      resources: [
        "colours", "report", "tables", "plots", "extensions", "page", "navigation", "print",
      ].map {
        .embedInCode("HTML/StyleSheet/\($0).css")
      }),
    module("Documents", ["Files", "NotebookSyntax", "Operations", "NotebookRunner", "Reports"]),
    module(
      "NotebookCommands",
      [
        "Files", "NotebookSyntax", "Operations", "NotebookRunner", "Typesetting", "Reports",
        "Documents", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // The recommender half: knows no notebook
    module("LinearAlgebra", ["Files", "COpenBLAS"]),
    module(
      "Recommenders",
      [
        "Bounds", "Files", "LinearAlgebra", "CArchive", "CZlib",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),

    // Where they meet
    module(
      "RecommenderOperations",
      ["Bounds", "Files", "NotebookSyntax", "Operations", "LinearAlgebra", "Recommenders"]),
    module(
      "RecommenderCommands",
      [
        "Operations", "NotebookCommands", "Recommenders", "RecommenderOperations",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "nbrun", dependencies: ["NotebookCommands", "RecommenderCommands"],
      swiftSettings: settings),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "LinearAlgebra", "Recommenders",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // Tests
    module("TestSupport", []),
    tests(of: "Files", ["Files"]),
    tests(of: "NotebookSyntax", ["NotebookSyntax"]),
    tests(of: "Operations", ["Bounds", "NotebookSyntax", "Operations"]),
    tests(of: "NotebookRunner", ["NotebookSyntax", "Operations", "NotebookRunner"]),
    tests(of: "Typesetting", ["Files", "NotebookSyntax", "Typesetting"]),
    tests(of: "Reports", ["NotebookSyntax", "Operations", "NotebookRunner", "Reports", "CCmark"]),
    tests(
      of: "Documents",
      ["Files", "NotebookSyntax", "Operations", "NotebookRunner", "Reports", "Documents"]),
    tests(of: "LinearAlgebra", ["LinearAlgebra"]),
    tests(of: "Recommenders", ["Files", "LinearAlgebra", "Recommenders"]),
    tests(
      of: "RecommenderOperations",
      [
        "Bounds", "NotebookSyntax", "Operations", "NotebookRunner", "LinearAlgebra", "Recommenders",
        "RecommenderOperations",
      ]),
    tests(
      of: "CommandLine",
      [
        "NotebookSyntax", "Operations", "NotebookRunner", "RecommenderOperations", "Typesetting",
        "Reports", "nbrun",
      ]),
    tests(
      of: "Notebook",
      [
        "Bounds", "NotebookSyntax", "Operations", "NotebookRunner", "RecommenderOperations",
        "Reports",
      ]),
    tests(
      of: "Browser",
      ["NotebookSyntax", "Operations", "NotebookRunner", "RecommenderOperations", "Reports"],
      resources: [.embedInCode("page-checks.js")], fixtures: ["Notebooks"]),
  ]
)
