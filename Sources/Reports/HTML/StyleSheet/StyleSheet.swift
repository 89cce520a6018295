/// The rules of a page, from files that are about one thing each.
enum StyleSheet {
  static let text = [
    PackageResources.colours_css, PackageResources.report_css, PackageResources.tables_css,
    PackageResources.plots_css, PackageResources.extensions_css,
    PackageResources.page_css, PackageResources.navigation_css, PackageResources.print_css,
  ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
}
