import NotebookSyntax
import Testing

@testable import Reports

@Suite struct CurlyQuotesTests {
  private func applied(_ text: String, _ language: String = "en") throws -> String {
    let quotes = try #require(CurlyQuotes(ofLanguage: language))
    return ReportText().plain(quotes.applied(to: [.text(text)]))
  }

  @Test(arguments: [
    ("She said \"yes\".", "She said “yes”."),
    ("don't, Ann's, the users' taste", "don’t, Ann’s, the users’ taste"),
    ("\"'Hello,' she said\"", "“‘Hello,’ she said”"), ("(\"a\") and [\"b\"]", "(“a”) and [“b”]"),
    ("in '98", "in ’98"), ("5' 10\" tall", "5' 10\" tall"),
    ("\"Wait—\" he said", "“Wait—” he said"),
    ("user \"1\" and \"2\"", "user “1” and “2”"), ("nothing", "nothing"), ("", ""),
  ]) func curlsAsInEnglish(text: String, expected: String) throws {
    #expect(try applied(text) == expected)
    #expect(try applied(expected) == expected)
  }

  @Test(arguments: [
    ("Sie sagte \"ja\".", "Sie sagte „ja“."), ("\"'Nein' ist's\"", "„‚Nein‘ ist’s“"),
  ]) func curlsAsInGerman(text: String, expected: String) throws {
    #expect(try applied(text, "de-AT") == expected)
  }

  @Test func leavesLanguagesItDoesNotKnow() {
    #expect(CurlyQuotes(ofLanguage: "fr") == nil)
  }

  @Test func reachesIntoWhatIsMarkedUpAndNothingElse() throws {
    let main = try mainPart(
      of: """
        "*Yes*" and **"no"**, [it's "x"](a'b "c's"){target=_blank}, `don't "do"` and "$x'$" of "`{1}`".

        ```
        it's
        ```

        | "a" | it's |
        |-----|------|
        | 'b' | c    |
        """)
    #expect(main.contains("<p>“<em>Yes</em>” and <strong>“no”</strong>, <a href=\"a&#x27;b\""))
    #expect(main.contains("title=\"c's\"") && main.contains(">it’s “x”</a>"))
    #expect(main.contains("<code>don't &quot;do&quot;</code>") && main.contains("it's\n</code>"))
    #expect(main.contains("“a”") && main.contains(">it’s</th>") && main.contains("‘b’"))
    #expect(main.contains("x'</code>”"))
  }
}
