/// The choice between a light page, a dark one, and what the reader's system says.
///
/// The style sheet follows the buttons by itself; there is nothing to run.
struct ThemeSwitch {
  let words: PageWords

  var node: HTMLNode {
    .element(
      "fieldset", ["class": "theme"],
      [
        .element("legend", ["class": "visually-hidden"], text: words.colours),
        choice("system", words.asSystem, isChosen: true),
        choice("light", words.light),
        choice("dark", words.dark),
      ])
  }

  private func choice(_ value: String, _ label: String, isChosen: Bool = false) -> HTMLNode {
    let button = HTMLNode.element(
      "input", ["type": "radio", "name": "theme", "value": .text(value)])
    return .element(
      "label", [:],
      [isChosen ? button.adding("checked", "") : button, .element("span", text: label)])
  }
}
