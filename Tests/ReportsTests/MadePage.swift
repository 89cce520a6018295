import NotebookRunner
import Reports
import TestSupport
import Testing

/// The page of a run, of which it is checked that it is well formed and loads nothing.
///
/// Tests make all of their pages here.
func madePage(
  _ run: NotebookRun, sourceLocation: SourceLocation = #_sourceLocation,
  images: @escaping (String) -> EmbeddedImage? = { _ in nil }
) -> String {
  let page = HTMLReport().text(of: Report(run, version: "0.0", images: images))
  #expect(LoadedAddresses.find(in: page) == [], sourceLocation: sourceLocation)
  #expect(throws: Never.self, sourceLocation: sourceLocation) { try WellFormed.check(page) }
  return page
}

@Suite struct LoadedAddressesTests {
  @Test(arguments: [
    "<img src=\"a.png\">", "<IMG SRC='//a.b/c.png' alt=\"x\">", "<img alt=x src=a.png />",
    "<img srcset=\"data:,x 1x\nhttp://a.b/c.png 2x\">".replacing("data:,x 1x\n", with: ""),
    "<link rel=\"stylesheet\" href=\"a.css\">", "<script>1</script>",
    "<iframe src=\"x.html\"></iframe>", "<object data=\"a.swf\"></object>",
    "<meta http-equiv=\"Refresh\" content=\"0; url=x\">", "<base href=\"https://a.b/\">",
    "<svg><image xlink:href=\"a.png\"/></svg>", "<svg><use href=\"a.svg#b\"/></svg>",
    "<style>@import 'a.css';</style>", "<style>p { background: url( 'a.png' ) }</style>",
    "<p style=\"background: url(&quot;a.png&quot;)\">", "<video poster=\"a.png\"></video>",
    "<rect fill=\"url(a.svg#b)\"/>", "<form action=\"/x\"></form>",
    "<style>@font-face { src: url(fonts/a.woff2) }</style>",
  ]) func findsWhatIsLoaded(_ markup: String) {
    #expect(LoadedAddresses.find(in: markup).count == 1, "\(LoadedAddresses.find(in: markup))")
  }

  @Test(arguments: [
    "<a href=\"https://a.b/\">url(x)</a>", "<img src=\"data:image/png;base64,AQ\" alt=\"src=x\">",
    "<svg><use href=\"#a\"/><rect fill=\"url(#b)\"/></svg>", "<!-- <img src=\"a.png\"> -->",
    "<style>/* url(a.png) */ p { background: url(data:image/png;base64,AQ==) }</style>",
    "<p title=\"<img src='a.png'>\">&lt;img src=\"a.png\"&gt;</p>",
  ]) func letsBeWhatIsNot(_ markup: String) {
    #expect(LoadedAddresses.find(in: markup) == [])
  }
}
