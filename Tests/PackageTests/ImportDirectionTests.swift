import Foundation
import Testing

/// The import direction of ARCHITECTURE.md, the manifest and the sources are one.
@Suite struct ImportDirectionTests {
  /// One row of the table in ARCHITECTURE.md, in its order: from left to right through the house.
  private struct Module {
    let name: String
    let imports: [String]
    let libraries: [String]
  }

  private let modules: [Module]
  private let manifest: Manifest

  init() throws {
    let text = try String(contentsOf: Manifest.root.appending(path: "ARCHITECTURE.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").drop { !$0.hasPrefix("| module |") }.dropFirst(2).prefix {
      $0.hasPrefix("|")
    }
    modules = rows.map { row in
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      func names(_ cell: String) -> [String] { cell == "–" ? [] : cell.components(separatedBy: ", ") }
      return Module(name: cells[0].filter { $0 != "`" }, imports: names(cells[2]), libraries: names(cells[3]))
    }
    manifest = try Manifest.load()
  }

  @Test func theTableIsThere() {
    #expect(modules.count >= 9)
    #expect(modules.last?.name == "strata")
  }

  @Test func everyModuleIsInTheTable() {
    let ours = manifest.targets.filter { target in
      ["regular", "executable"].contains(target.type) && target.path?.hasPrefix("Sources/System") != true
        && target.path?.hasPrefix("Sources/Embedding") != true && target.path?.hasPrefix("Tests") != true
        && target.path?.hasPrefix("Benchmarks") != true && target.path?.hasPrefix("Packaging") != true
    }
    #expect(Set(ours.map(\.name)) == Set(modules.map(\.name)))
  }

  @Test func theManifestDeclaresWhatTheTableSays() throws {
    for module in modules {
      let target = try #require(manifest.targets.first { $0.name == module.name })
      let declared = Set(target.dependencies.map(\.name))
      #expect(declared == Set(module.imports + module.libraries), "\(module.name)")
    }
  }

  @Test func importsGoFromRightToLeft() throws {
    for (position, module) in modules.enumerated() {
      let left = Set(modules.prefix(position).map(\.name))
      #expect(Set(module.imports).isSubset(of: left), "\(module.name) imports from its right")
    }
  }

  @Test func everyFileImportsOnlyWhatItsTargetDeclares() throws {
    let system: Set = ["Foundation", "Dispatch", "Synchronization", "Glibc"]
    for module in modules {
      // Products such as Collections and Numerics hold modules of other names.
      let inside = ["Collections": ["HeapModule", "OrderedCollections"], "Numerics": ["RealModule"]]
      let libraries = module.libraries + module.libraries.flatMap { inside[$0] ?? [] }
      let allowed = system.union(module.imports).union(libraries)
      for (file, name) in try importedModules(of: module.name) {
        #expect(allowed.contains(name), "\(file) imports \(name)")
      }
    }
  }

  /// A module that declares what it does not use links it for nothing.
  @Test func everyModuleUsesWhatItDeclares() throws {
    for module in modules {
      let used = Set(try importedModules(of: module.name).map(\.module))
      #expect(used.isSuperset(of: module.imports), "\(module.name) does not use all that it declares")
    }
  }

  private func importedModules(of target: String) throws -> [(file: String, module: String)] {
    let folder = Manifest.root.appending(path: "Sources/\(target)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
    return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        .map { $0.split(separator: " ") }
        .filter {
          $0.contains("import") && ["import", "package", "public", "internal", "private"].contains($0[0])
        }
        .compactMap { $0.last.map { (file.lastPathComponent, String($0)) } }
    }
  }
}
