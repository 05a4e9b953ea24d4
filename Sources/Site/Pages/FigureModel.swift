/// A figure on a page, with its caption, data and downloads.
struct FigureModel: PageModel {
  let id: String
  let title: String
  /// The pictures for light and dark pages, as paths inside the site.
  let lightPath: String
  let darkPath: String
  /// The size in CSS pixels, so that the page does not jump while it loads.
  let width: Int
  let height: Int
  let alt: String
  let caption: String
  let table: TableModel
  let downloads: [DownloadModel]

  static let fields: [Field<FigureModel>] = [
    .text("id", \.id), .text("title", \.title), .text("light_path", \.lightPath),
    .text("dark_path", \.darkPath), .text("width") { String($0.width) },
    .text("height") { String($0.height) }, .text("alt", \.alt), .prose("caption", \.caption),
    .model("table", \.table), .list("downloads", \.downloads),
  ]
}

/// A file that can be downloaded.
struct DownloadModel: PageModel {
  /// The kind of file: “CSV”.
  let label: String
  let path: String

  static let fields: [Field<DownloadModel>] = [.text("label", \.label), .text("path", \.path)]
}
