// What is checked of a page from inside. Each check returns a list of what is wrong, in words.
globalThis.pageChecks = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function name(element) {
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    const id = element.id ? "#" + element.id : "";
    const kind = element.getAttribute("class");
    return `<${element.localName}${id}${kind ? "." + kind.replace(/ /g, ".") : ""}> ${text}`;
  }

  function ancestors(element) {
    const list = [];
    for (let e = element; e; e = e.parentElement) list.push(e);
    return list;
  }

  // Whether it is there for screen readers only.
  const isClipped = (element) => ancestors(element).some((e) => {
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    return style.position === "absolute" && box.width <= 1.5 && box.height <= 1.5
      && style.overflow !== "visible";
  });

  // The text nodes that are seen, with the element they stand in and their boxes.
  function texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || element.closest("title, desc, style, script, annotation")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      if (boxes.length > 0 && !isClipped(element)) found.push({ element, boxes });
    }
    return found;
  }

  function unfold(isOpen) {
    for (const fold of all("details")) fold.open = isOpen;
  }

  // MARK: Width

  const scrolls = (element) => ancestors(element).some((e) =>
    e !== document.body && e !== document.documentElement
      && ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX));

  function overflow() {
    const width = document.documentElement.clientWidth;
    const wrong = [];
    for (const isOpen of [false, true]) {
      unfold(isOpen);
      if (document.scrollingElement.scrollWidth > width) {
        wrong.push(`The page is ${document.scrollingElement.scrollWidth} wide, not ${width}`);
      }
      const isOut = (box) => box.right > width + 0.5 || box.left < -0.5;
      for (const { element, boxes } of texts()) {
        if (element.closest(".skip") || !boxes.some(isOut) || scrolls(element)) continue;
        wrong.push(`Sticks out: ${name(element)}`);
      }
      for (const element of all("img, svg, table, pre, figure, math")) {
        if (isOut(element.getBoundingClientRect()) && !scrolls(element) && !isClipped(element)) {
          wrong.push(`Sticks out: ${name(element)}`);
        }
      }
    }
    unfold(false);
    return [...new Set(wrong)];
  }

  // MARK: Drawings

  // No text of a drawing is cut off at its edges, and none lies over another.
  function drawings() {
    const wrong = [];
    for (const drawing of all("svg.plot")) {
      const edge = drawing.getBoundingClientRect();
      const words = all("text", drawing).map((text) => ({ text, box: text.getBoundingClientRect() }));
      for (const { text, box } of words) {
        if (box.left < edge.left - 1 || box.right > edge.right + 1
          || box.top < edge.top - 1 || box.bottom > edge.bottom + 1) {
          wrong.push(`Cut off: ${name(text)}`);
        }
      }
      words.forEach(({ text, box }, index) => {
        for (const other of words.slice(index + 1)) {
          // Letters fill their line only in part.
          const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (width > 1 && height > 0.35 * Math.min(box.height, other.box.height)) {
            wrong.push(`${name(text)} lies over ${name(other.text)}`);
          }
        }
      });
    }
    return wrong;
  }

  // MARK: Contrast

  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();

  // Red, green, blue and opacity, each from 0 to 1, of any colour that CSS can write.
  function colour(text) {
    if (!known.has(text)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = text;
      brush.fillRect(0, 0, 1, 1);
      known.set(text, [...brush.getImageData(0, 0, 1, 1).data].map((byte) => byte / 255));
    }
    return known.get(text);
  }

  const over = (front, back) =>
    [0, 1, 2].map((i) => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);

  function background(element) {
    let result = [0, 0, 0, 0];
    for (const e of ancestors(element)) {
      const layer = colour(getComputedStyle(e).backgroundColor);
      const alpha = result[3] + layer[3] * (1 - result[3]);
      if (alpha > 0) {
        result = [0, 1, 2].map((i) =>
          (result[i] * result[3] + layer[i] * layer[3] * (1 - result[3])) / alpha).concat(alpha);
      }
      if (alpha >= 0.999) break;
    }
    return over(result, [1, 1, 1, 1]);
  }

  // What was painted under a text of a drawing before it.
  function painted(text, box, back) {
    const drawing = text.closest("svg");
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    for (const shape of all("rect", drawing)) {
      if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
      const area = shape.getBoundingClientRect();
      const style = getComputedStyle(shape);
      if (x < area.left || x > area.right || y < area.top || y > area.bottom) continue;
      if (style.fill === "none") continue;
      const fill = colour(style.fill).slice();
      fill[3] *= Number(style.fillOpacity) * Number(style.opacity);
      back = over(fill, back);
    }
    return back;
  }

  const luminance = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) =>
    sum + weight * (c[i] <= 0.04045 ? c[i] / 12.92 : ((c[i] + 0.055) / 1.055) ** 2.4), 0);

  // By WCAG 2.1, without its allowance for large letters.
  function contrast() {
    unfold(true);
    const wrong = new Set();
    for (const { element, boxes } of texts()) {
      const style = getComputedStyle(element);
      const isDrawn = element.closest("svg") !== null;
      let back = background(element);
      if (isDrawn) back = painted(element, boxes[0], back);
      const front = colour(isDrawn ? style.fill : style.color).slice();
      for (const e of ancestors(element)) front[3] *= Number(getComputedStyle(e).opacity);
      const lights = [luminance(over(front, back)), luminance(back)].sort((a, b) => b - a);
      const ratio = (lights[0] + 0.05) / (lights[1] + 0.05);
      if (ratio < 4.5) wrong.add(`${ratio.toFixed(2)}:1 for ${name(element)}`);
    }
    unfold(false);
    return [...wrong];
  }

  // MARK: Structure

  function headings() {
    const wrong = [];
    let last = 0;
    for (const heading of all("h1, h2, h3, h4, h5, h6")) {
      const level = Number(heading.localName[1]);
      if (level > last + 1) wrong.push(`Level ${level} after ${last}: ${name(heading)}`);
      last = level;
    }
    const titles = all("h1").length;
    return titles === 1 ? wrong : wrong.concat(`${titles} titles`);
  }

  function structure() {
    const wrong = [];
    const ids = all("[id]").map((element) => element.id);
    for (const id of new Set(ids)) {
      if (ids.filter((other) => other === id).length > 1) wrong.push(`#${id} comes twice`);
    }
    for (const link of all("a[href^='#']")) {
      const target = decodeURIComponent(link.getAttribute("href").slice(1));
      if (!document.getElementById(target)) wrong.push(`A link to nothing: #${target}`);
    }
    for (const image of all("img")) {
      if (!image.hasAttribute("alt")) wrong.push(`No alt: ${name(image)}`);
      if (!image.complete || image.naturalWidth === 0) wrong.push(`Not shown: ${image.alt}`);
    }
    for (const drawing of all("svg[role=img]")) {
      const label = drawing.getAttribute("aria-labelledby") ?? "";
      const isNamed = drawing.hasAttribute("aria-label")
        || label.split(" ").some((id) => document.getElementById(id)?.textContent);
      if (!isNamed) wrong.push(`A drawing without a name: ${name(drawing)}`);
    }
    if (!document.documentElement.lang) wrong.push("No language");
    if (!document.title) wrong.push("No title");
    if (all("main").length !== 1) wrong.push("Not one main part");
    return wrong;
  }

  // Whatever can be worked with takes the focus, but for doubles that are hidden from readers.
  function focus() {
    unfold(true);
    const wrong = [];
    for (const element of all("a[href], button, input, select, textarea, summary")) {
      if (!element.checkVisibility() || element.disabled) continue;
      if (element.closest("[aria-hidden=true]")) continue;
      element.focus();
      if (document.activeElement !== element || element.tabIndex < 0) {
        wrong.push(`Takes no focus: ${name(element)}`);
      }
    }
    for (const box of all("*")) {
      const style = getComputedStyle(box);
      const canScroll = ["auto", "scroll"].includes(style.overflowX)
        && box.scrollWidth > box.clientWidth + 1;
      if (canScroll) {
        box.focus();
        // Chromium lets the keyboard into whatever scrolls and holds nothing that takes it.
        const inside = all("a[href], [tabindex='0'], input, summary", box).length > 0;
        if (document.activeElement !== box && !inside) {
          wrong.push(`Scrolls without focus: ${name(box)}`);
        }
      }
    }
    document.activeElement?.blur();
    unfold(false);
    return wrong;
  }

  return {
    get overflow() { return overflow(); },
    get drawings() { return drawings(); },
    get contrast() { return contrast(); },
    get headings() { return headings(); },
    get structure() { return structure(); },
    get focus() { return focus(); },
    get brightness() { return luminance(background(document.body)); },
  };
})();
undefined;
