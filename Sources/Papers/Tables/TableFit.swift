/// Finds an arrangement of a table that fits into a page, without scaling it.
///
/// Tried are, in letters of `\small` and then of `\footnotesize`: the table as it is; its first heads as headings of
/// blocks; titles of columns in several lines; its columns as rows, as the papers have it; the same with heads in
/// several lines. What is still too wide is cut into panels, one under the other, and what is too high for a page into
/// several tables. Without a width that is asked for, each stands in a column if it fits, else across both.
struct TableFit {
  /// How many limits of a head are as wide as the place.
  static let headLimits = 3.0
  private static let sizes: [TeXWidth.Size] = [.small, .footnotesize]
  /// Halves of the space between columns, in TeX's points, the first where there is room.
  private static let separations = [4.0, 3.0]

  /// An arrangement.
  private struct Form {
    let content: TableContent
    var setting: TableGrid.Setting
    /// The columns of a panel, nil for one panel.
    var panel: Int?

    func grid(of content: TableContent) -> TableGrid {
      TableGrid(panel.map(content.panels) ?? [content], setting)
    }
  }

  let width: PaperPage.Width
  let setting: TableGrid.Setting
  /// The tables, more than one where a page is too low.
  let grids: [TableGrid]

  init(_ text: TableText, _ style: TableStyle) {
    let content = TableContent(text)
    let long = content.transposed(text.table.columnHead)
    let widths = style.width.map { [$0] } ?? (style.page.hasTwoColumns ? [.column, .full] : [.column])
    let places = widths.map { (width: $0, points: style.page.points($0) * PaperPage.pointsToTeX) }
    let found =
      Self.whole(content, long, in: places) ?? Self.panels(content.hasGroups ? long : content, in: places)
    width = found.width
    setting = found.form.setting
    grids = Self.pages(found.form) { part, parts in
      let caption = TableText.caption(text, parts: parts).words(part)
      return style.page.tableRoom(above: caption, in: found.width)
    }
  }

  private typealias Place = (width: PaperPage.Width, points: Double)

  /// The first arrangement in one panel that fits, nil when none does.
  private static func whole(_ content: TableContent, _ long: TableContent, in places: [Place]) -> (
    form: Form, width: PaperPage.Width
  )? {
    for size in sizes {
      let plain = TableGrid.Setting(size: size, separation: separations[0])
      var blocks = plain
      blocks.hasBlocks = true
      var broken = blocks
      broken.breaksTitles = true
      let forms = [(content, plain), (content, blocks), (content, broken), (long, broken)]
      for (content, setting) in forms {
        if let found = first(Form(content: content, setting: setting), in: places) { return found }
      }
      for place in places {
        broken.headLimit = place.points / headLimits
        if let found = first(Form(content: long, setting: broken), in: [place]) { return found }
      }
    }
    return nil
  }

  /// The form with the first place that it fits into, its columns closer together where that helps.
  private static func first(_ form: Form, in places: [Place]) -> (form: Form, width: PaperPage.Width)? {
    var form = form
    let widths = separations.map { separation in
      form.setting.separation = separation
      return form.grid(of: form.content).width
    }
    for place in places {
      if let fitting = widths.firstIndex(where: { $0 <= place.points }) {
        form.setting.separation = separations[fitting]
        return (form, place.width)
      }
    }
    return nil
  }

  /// Panels of as many columns as fit into the widest place; a single column when none does.
  private static func panels(_ content: TableContent, in places: [Place]) -> (
    form: Form, width: PaperPage.Width
  ) {
    let place = places[places.count - 1]
    var last: Form?
    for columns in stride(from: max(content.columns.count - 1, 1), through: 1, by: -1) {
      for size in sizes {
        let setting = TableGrid.Setting(
          size: size, separation: separations[0], hasBlocks: true, breaksTitles: true,
          headLimit: place.points / headLimits)
        let form = Form(content: content, setting: setting, panel: even(content.columns.count, columns))
        if let found = first(form, in: [place]) { return found }
        last = form
      }
    }
    guard let last else { preconditionFailure("there is always a panel of one column") }
    return (last, place.width)
  }

  /// How many columns of `all` each of as few panels of at most `most` has, so that the last is about as wide.
  private static func even(_ all: Int, _ most: Int) -> Int {
    let panels = (all + most - 1) / most
    return (all + panels - 1) / panels
  }

  /// The form in as few tables as pages can hold, which have `room` for a part of so many, in TeX's points.
  private static func pages(_ form: Form, room: (_ part: Int, _ parts: Int) -> Double) -> [TableGrid] {
    let rows = form.content.rows.count
    var count = rows
    while true {
      let grids = form.content.parts(of: max(count, 1)).map(form.grid)
      let fit = grids.indices.allSatisfy { grids[$0].height <= room($0, grids.count) }
      if count <= 1 || fit { return grids }
      count -= max(count / 16, 1)
    }
  }
}
