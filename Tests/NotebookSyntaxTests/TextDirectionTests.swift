import NotebookSyntax
import Testing

@Suite struct TextDirectionTests {
  @Test(arguments: [
    "ar", "ar-EG", "AR", "he", "iw", "fa", "fa-IR", "ur", "yi", "ps", "sd", "ug", "dv", "ckb",
    "az-Arab", "pa-Arab-PK", "ku-arab", "ff-Adlm",
  ]) func knowsLanguagesFromRightToLeft(tag: String) {
    #expect(TextDirection(ofLanguage: tag) == .rightToLeft)
  }

  @Test(arguments: ["en", "de-AT", "tr", "ar-Latn", "ur-Latn-PK", "zh-Hant", "az", "hi"])
  func knowsLanguagesFromLeftToRight(tag: String) {
    #expect(TextDirection(ofLanguage: tag) == .leftToRight)
  }

  /// Most letters decide, wherever they stand.
  @Test func readsTheDirectionOfText() {
    #expect(TextDirection(of: "הנוסחה היא") == .rightToLeft)
    #expect(TextDirection(of: "GitHub הוא אתר לשיתוף קוד") == .rightToLeft)
    #expect(TextDirection(of: "שלום is the word for peace") == .leftToRight)
    #expect(TextDirection(of: "مرحبا بالعالم") == .rightToLeft)
    #expect(TextDirection(of: "été, 日本語") == .leftToRight)
    #expect(TextDirection(of: "1 + 2 = 3") == nil)
  }
}
