import Studies

/// A kind of page that a site has.
///
/// ``all`` is the list of a site's pages: its navigation, the check of its templates, the names that a study's own
/// pages cannot take and the pages themselves follow from it. A new kind is an entry of the list, a file with its
/// model and its words, and a template.
struct PageKind: Sendable {
  /// The template that shows it: its path without `.mustache`.
  let template: String
  /// Names that the template may use.
  let shapes: Shape.Fields
  /// Path in the site, when the kind is one page and not one for each model, task or text.
  let path: String?
  /// Entries of the kind in the navigation.
  let places: @Sendable (PageBuilder) -> [NavigationPlace]
  /// Pages of the kind, each made when it is asked for.
  let pages: @Sendable (PageBuilder) -> [Page]
  /// Links to the pages of the kind where they are read one after the other, each leading to the next; else none.
  let row: @Sendable (PageBuilder) -> [PageLink]

  /// A page with its place in the site.
  struct Page: Sendable {
    let path: String
    let model: @Sendable () -> any PageModel
  }

  /// All kinds in the order of the navigation.
  static let all: [PageKind] = [
    .overview, .claim, .model, .task, .cell, .pairs, .knowledge, .compare, .samples, .text, .methods, .data,
    .cite, .search, .notFound,
  ]

  /// A single page, called `label` in the navigation, which lists it where `isListed` says so.
  init<Model: PageModel>(
    template: String, path: String, label: String? = nil,
    isListed: @escaping @Sendable (PageBuilder) -> Bool = { _ in true },
    model: @escaping @Sendable (PageBuilder) -> Model
  ) {
    self.template = template
    shapes = Model.shapes
    self.path = path
    places = { builder in
      guard let label, isListed(builder) else { return [] }
      return [NavigationPlace(label: label, path: path)]
    }
    pages = { builder in [Page(path: path) { model(builder) }] }
    row = { _ in [] }
  }

  /// A page for each of several subjects, which are read one after the other where they have a `title`.
  init<Subject: Sendable, Model: PageModel>(
    template: String, of subjects: @escaping @Sendable (PageBuilder) -> [Subject],
    path: @escaping @Sendable (Subject) -> String, title: (@Sendable (Subject) -> String)? = nil,
    places: @escaping @Sendable (PageBuilder) -> [NavigationPlace],
    model: @escaping @Sendable (PageBuilder, Subject) -> Model
  ) {
    self.template = template
    shapes = Model.shapes
    self.path = nil
    self.places = places
    pages = { builder in
      subjects(builder).map { subject in Page(path: path(subject)) { model(builder, subject) } }
    }
    row = { builder in
      guard let title else { return [] }
      return subjects(builder).map { PageLink(title: title($0), path: path($0)) }
    }
  }

  /// Names that every page template may use, by the template's name.
  static var shapes: [String: [String: Shape]] {
    Dictionary(uniqueKeysWithValues: all.map { ($0.template, $0.shapes()) })
  }

  /// Names, without ending, of the pages that every site has.
  static var takenNames: Set<String> { Set(all.compactMap { $0.path?.replacing(".html", with: "") }) }
}

/// An entry of the navigation.
struct NavigationPlace: Sendable {
  let label: String
  /// Path that the entry leads to.
  let path: String
  /// The folder of the pages that it stands for, with a slash at its end; nil when it is one page.
  var folder: String?
}
