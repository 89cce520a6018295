import Foundation
import Testing

/// The package that shows how to add an operation: CI builds it and runs its tests.
@Suite struct ExamplePackageTests {
  @Test(arguments: [
    "Package.swift", "Sources/mynb/MyTool.swift",
    "Sources/BiasOperations/BiasesOperation.swift", "Sources/BiasOperations/Biases.swift",
    "Tests/BiasOperationsTests/BiasesTests.swift", "notebooks/biases.md",
  ]) func standsInTheReadme(_ path: String) throws {
    let readme = try String(contentsOf: project.appending(component: "README.md"), encoding: .utf8)
    let file = try String(
      contentsOf: project.appending(path: "Tests/ExamplePackage/\(path)"), encoding: .utf8)
    let isNotebook = path.hasSuffix(".md")
    let block = isNotebook ? "````markdown\n\(file)````\n" : "```swift\n\(file)```\n"
    #expect(readme.contains(block), "put '\(path)' into the README as it is")
  }
}
