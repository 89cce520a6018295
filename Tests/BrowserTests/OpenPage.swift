import Foundation

/// A page in the browser, on which no script of its own runs.
struct OpenPage {
  let browser: Browser

  /// Opens a page from a file.
  init(_ page: String, in folder: URL, _ browser: Browser) throws {
    self.browser = browser
    let file = folder.appending(component: "page-\(UUID().uuidString).html")
    try page.write(to: file, atomically: true, encoding: .utf8)
    try browser.call("Emulation.setScriptExecutionDisabled", ["value": true])
    try show(width: 1200)
    browser.forgetEvents()
    try browser.call("Page.navigate", ["url": file.absoluteString])
    try browser.wait(for: "Page.loadEventFired")
    try evaluate(Self.checks)
  }

  private static let checks = String(
    decoding: PackageResources.page_checks_js, as: UTF8.self)

  // MARK: How it is shown

  func show(width: Int) throws {
    try browser.call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false])
  }

  func show(media: String = "screen", systemIsDark: Bool) throws {
    let scheme = ["name": "prefers-color-scheme", "value": systemIsDark ? "dark" : "light"]
    try browser.call("Emulation.setEmulatedMedia", ["media": media, "features": [scheme]])
  }

  /// Presses a key that has a name, such as `Tab` or `ArrowRight`.
  func press(_ key: String, code: Int, text: String = "") throws {
    for type in ["keyDown", "keyUp"] {
      var parameters: Browser.Message = [
        "type": type, "key": key, "code": key, "windowsVirtualKeyCode": code,
      ]
      if type == "keyDown", !text.isEmpty { parameters["text"] = text }
      try browser.call("Input.dispatchKeyEvent", parameters)
    }
  }

  /// The whole page, in PNG.
  func picture() throws -> Data {
    try data(of: "Page.captureScreenshot", ["captureBeyondViewport": true])
  }

  /// The page on paper, in PDF.
  func printed() throws -> Data { try data(of: "Page.printToPDF", ["preferCSSPageSize": true]) }

  private func data(of method: String, _ parameters: Browser.Message) throws -> Data {
    let answer = try browser.call(method, parameters)
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }

  // MARK: What there is to see

  /// The value of an expression, as JSON has it.
  @discardableResult
  func evaluate(_ expression: String) throws -> Any? {
    let answer = try browser.call(
      "Runtime.evaluate", ["expression": expression, "returnByValue": true])
    if let exception = answer["exceptionDetails"] {
      throw Browser.Failure(description: "\(expression.prefix(80)): \(exception)")
    }
    return (answer["result"] as? Browser.Message)?["value"]
  }

  /// What one of the checks of `page-checks.js` finds wrong.
  func problems(_ check: String) throws -> [String] {
    try evaluate("pageChecks.\(check)") as? [String] ?? ["\(check) said nothing"]
  }

  /// Everything that the focus can reach and that has no name, as a screen reader sees the page.
  func unnamed() throws -> [String] {
    let tree = try browser.call("Accessibility.getFullAXTree")
    let nodes = tree["nodes"] as? [Browser.Message] ?? []
    func value(_ node: Browser.Message, _ key: String) -> Any? {
      (node[key] as? Browser.Message)?["value"]
    }
    return nodes.filter { node in
      let properties = node["properties"] as? [Browser.Message] ?? []
      let isFocusable = properties.contains { property in
        property["name"] as? String == "focusable" && value(property, "value") as? Bool == true
      }
      return isFocusable && (value(node, "name") as? String ?? "").isEmpty
    }.map { "A \(value($0, "role") ?? "thing") without a name" }
  }

  /// What was written to the console, and what the browser has to say about the page.
  var messages: [String] {
    let kinds = ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"]
    return browser.events.filter { kinds.contains($0["method"] as? String ?? "") }
      .map { "\($0["params"] ?? "")" }
  }

  /// The addresses that were asked for, other than the page's own and what it carries in itself.
  var requests: [String] {
    browser.events.compactMap { event -> String? in
      guard event["method"] as? String == "Network.requestWillBeSent",
        let parameters = event["params"] as? Browser.Message,
        let request = parameters["request"] as? Browser.Message
      else { return nil }
      return request["url"] as? String
    }.filter { !$0.hasPrefix("data:") }.dropFirst().map(\.self)
  }
}
