// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "biases",
  products: [
    .library(name: "BiasOperations", targets: ["BiasOperations"]),
    .executable(name: "mynb", targets: ["mynb"]),
  ],
  dependencies: [.package(name: "nbrun", path: "../..")],
  targets: [
    .target(
      name: "BiasOperations",
      dependencies: [
        .product(name: "Notebooks", package: "nbrun"),
        .product(name: "Recommenders", package: "nbrun"),
        .product(name: "RecommenderOperations", package: "nbrun"),
      ]),
    .executableTarget(
      name: "mynb",
      dependencies: ["BiasOperations", .product(name: "RecommenderCommands", package: "nbrun")]),
    .testTarget(name: "BiasOperationsTests", dependencies: ["BiasOperations"]),
  ]
)
