import Analysis
import Gradients
import Studies
import Support

/// Everything that can be downloaded.
struct DataPage: PageModel {
  let frame: Frame
  let tables: [DataFileModel]
  /// Curves and samples of every model on every task.
  let cells: TableModel
  let figures: [DataFileModel]
  let columns: TableModel

  static let fields: [Field<DataPage>] = [
    .model("frame", \.frame), .list("tables", \.tables), .model("cells", \.cells),
    .list("figures", \.figures), .model("columns", \.columns),
  ]
}

/// A table or figure with its files.
struct DataFileModel: PageModel {
  let title: String
  let text: String
  /// Path of the page that shows it.
  let path: String?
  let downloads: [DownloadModel]

  static let fields: [Field<DataFileModel>] = [
    .text("title", \.title), .prose("text", \.text), .text("path", optional: \.path),
    .list("downloads", \.downloads),
  ]
}

extension PageKind {
  static let data = PageKind(template: "data", path: "data.html", label: "Data") { $0.data() }
}

extension PageBuilder {
  /// Everything that can be downloaded.
  func data() -> DataPage {
    let contents = [
      ContentsItem(id: "tables", label: "Tables"),
      ContentsItem(id: "cells", label: "Curves and samples"), ContentsItem(id: "figures", label: "Figures"),
      ContentsItem(id: "columns", label: "Columns"), ContentsItem(id: "provenance", label: "Provenance"),
    ]
    let places = figurePlaces
    return DataPage(
      frame: frame(
        "data.html", title: "Data", summary: "The numbers behind every figure and table, to download.",
        contents: contents),
      tables: downloads.items.map { item in
        DataFileModel(
          title: item.title, text: "\(item.text) \(NumberText.count(item.rowCount, "row")).", path: nil,
          downloads: Downloads.Format.allCases.map { DownloadModel(label: $0.label, path: item.path($0)) })
      },
      cells: cellFiles,
      figures: figures.sorted.filter(\.hasOwnData).map { rendered in
        DataFileModel(
          title: rendered.figure.title, text: rendered.figure.id,
          path: places[rendered.figure.id].map { "\($0)#\(rendered.figure.id)" },
          downloads: rendered.downloads)
      },
      columns: columns)
  }

  /// The files of every model on every task, with how many samples they have.
  private var cellFiles: TableModel {
    let rows = analysis.cells.map { cell in
      let conditions = analysis.conditions(of: cell)
      return RowModel(
        cells: [CellModel(cell.model.label, isHeader: true), CellModel(cell.task.label)]
          + [.curves, .samples].map { CellModel("\($0.rawValue).csv.gz", path: CellDataFile($0, cell).path) }
          + [.count(conditions.map(\.coverage.computed).reduce(0, +))])
    }
    return TableModel(
      columns: [
        ColumnModel(label: "Model", isNumeric: false), ColumnModel(label: "Task", isNumeric: false),
        ColumnModel(label: "Curves", isNumeric: false), ColumnModel(label: "Samples", isNumeric: false),
        ColumnModel(label: "n", isNumeric: true),
      ], rows: rows, isSortable: true)
  }

  /// A page that shows each figure, by the figure's id: the first that does.
  var figurePlaces: [String: String] {
    let pages =
      [("index.html", plan.head)]
      + PaperClaim.all.map { (Self.path(of: $0), plan.claims[$0.name] ?? []) }
      + study.models.map { (Self.path(of: $0), plan.models[$0.name] ?? []) }
      + analysis.cells.map { (Self.path(of: $0.model, on: $0.task), figures(of: $0.model, on: $0.task)) }
      + study.tasks.map { (Self.path(of: $0), (plan.tasks[$0.name] ?? []).flatMap(\.figures)) }
    return Dictionary(pages.flatMap { page in page.1.map { ($0.id, page.0) } }) { first, _ in first }
  }

  private var columns: TableModel {
    let files =
      downloads.items.map { (table: $0.name, columns: $0.columns.map(\.name)) }
      + CellData(analysis, settings).columnNames
    let rows = DataColumn.all(Statistic.allCases, Projection.allCases).compactMap { column -> RowModel? in
      let places = files.filter { $0.columns.contains(column.name) }.map(\.table)
      return places.isEmpty
        ? nil
        : RowModel(cells: [
          CellModel(column.name, isHeader: true), CellModel(column.meaning),
          CellModel(places.joined(separator: ", ")),
        ])
    }
    return TableModel(
      columns: ["Column", "Meaning", "Tables"].map { ColumnModel(label: $0, isNumeric: false) }, rows: rows,
      isSortable: true)
  }
}
