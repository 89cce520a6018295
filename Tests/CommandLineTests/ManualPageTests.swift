import TestSupport
import Testing

/// The manual page, which is made of the same declarations as the help.
@Suite struct ManualPageTests {
  @Test func tellsOfAllCommandsAndOptions() async throws {
    try await SampleNotebook.inFolder { folder in
      let page = try Program.run("generate-manual", in: folder)
      #expect(page.exitCode == 0)
      #expect(page.output.hasPrefix(".Dd "))
      for command in ["run", "check", "explain", "ops", "data"] {
        #expect(page.output.contains("\n.Ss nbrun \(command)\n"))
        let help = try Program.run(command, "--help", in: folder).output
        let options = help.matches(of: /--([a-z-]+)/).map { String($0.1) }
        #expect(options.count >= 2)
        for option in Set(options) {
          #expect(page.output.contains("Fl -\(option)"), "\(command) --\(option)")
        }
      }
      #expect(page.output.contains("\n.It 3\n"))
    }
  }

  /// A line that begins with a full stop is a request to roff, and has to be one that it knows.
  @Test func hasNoOtherRequestsThanThoseOfMdoc() async throws {
    let known: Set<String> = [
      "Dd", "Dt", "Os", "Sh", "Ss", "Nm", "Nd", "Op", "Cm", "Ar", "Fl", "Bl", "It", "El",
    ]
    try await SampleNotebook.inFolder { folder in
      let page = try Program.run("generate-manual", in: folder).output
      for line in page.split(separator: "\n") where line.first == "." || line.first == "'" {
        #expect(known.contains(String(line.dropFirst().prefix { $0 != " " })), "\(line)")
      }
      #expect(page.matches(of: #/\n\.Bl /#).count == page.matches(of: #/\n\.El/#).count)
    }
  }
}
