import Foundation
import Kernels
import Plotting
import Runs
import Support

/// Looks at the machine: what computing and drawing take, and what bounds them.
package struct MachineDoctor {
  /// The folder in which `proc` and `sys` lie.
  private let root: URL
  private let cores: Int
  private let memory: Int

  /// - Parameters:
  ///   - root: the folder in which `proc` and `sys` lie.
  ///   - cores: cores that the process may run on.
  ///   - memory: bytes that the machine has.
  package init(
    root: URL = URL(filePath: "/"), cores: Int = ProcessInfo.processInfo.activeProcessorCount,
    memory: Int = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  ) {
    self.root = root
    self.cores = cores
    self.memory = memory
  }

  /// What was found.
  package var findings: [Finding] {
    [
      Finding("program", "Strata \(Version.current)"), processor, threads, memoryFinding, temporaryFolder,
      Finding("libraries", DrawingEnvironment.libraries.joined(separator: ", ")),
    ] + DrawingEnvironment.fonts.map(Self.font)
      + [Finding("not needed", "Python, TeX and a browser: only tests and some examples use them")]
  }

  private var processor: Finding {
    switch Int(kernels_best()) {
    case Int(KERNELS_AVX512): Finding("processor", "AVX-512 is used")
    case Int(KERNELS_AVX2): Finding("processor", "AVX2 and FMA are used")
    default:
      #if arch(x86_64)
        Finding(
          "processor", .odd, "no AVX2 and FMA, so that computing is many times slower; results are the same",
          mend: "compute on a processor with AVX2; a virtual machine may have to be told to pass it on")
      #else
        Finding("processor", "portable instructions are used, which the compiler makes the best of")
      #endif
    }
  }

  private var threads: Finding {
    let words = NumberText.count(cores, "core")
    guard let share = Self.cpuShare(in: root), share < Double(cores) - 0.5 else {
      return Finding("threads", words)
    }
    let usable = max(Int(share.rounded(.up)), 1)
    return Finding(
      "threads", .odd, "\(words), of which a control group allows the time of \(NumberText.rate(share))",
      mend: "strata run --threads \(usable)")
  }

  /// Cores whose time the control group allows, of version 2 of cgroups; nil without a limit.
  private static func cpuShare(in root: URL) -> Double? {
    let file = root.appending(path: "sys/fs/cgroup/cpu.max")
    let fields = (try? String(contentsOf: file, encoding: .utf8))?.split(whereSeparator: \.isWhitespace) ?? []
    guard fields.count == 2, let quota = Double(fields[0]), let period = Double(fields[1]), period > 0 else {
      return nil
    }
    return quota / period
  }

  /// Memory below which not even a small model fits beside its weights.
  private static let littleMemory = 2_000_000_000

  private var memoryFinding: Finding {
    let allowed = MemoryAllowance(root: root, machine: memory)
    let limit = allowed.bytes < memory ? ", less than the machine has: a control group says so" : ""
    let words =
      "\(NumberText.bytes(allowed.bytes))\(limit); a batch takes at most \(NumberText.bytes(allowed.usual))"
    guard allowed.bytes < Self.littleMemory else { return Finding("memory", words) }
    return Finding(
      "memory", .odd, words, mend: "give it more, or see with strata inspect STUDY what a study takes")
  }

  private var temporaryFolder: Finding {
    let folder = FileManager.default.temporaryDirectory
    guard access(folder.path, W_OK | X_OK) == 0 else {
      return Finding(
        "temporary files", .missing, "\(folder.path) cannot be written, and packed stores are unpacked there",
        mend: "export TMPDIR=FOLDER, with a folder that can be written")
    }
    return Finding("temporary files", folder.path)
  }

  private static func font(_ font: DrawingEnvironment.InstalledFont) -> Finding {
    guard let file = font.file else {
      return Finding(
        "font", .missing, "\(font.name) is not installed, and figures are set in it",
        mend: "apt-get install \(font.debianPackage)")
    }
    return Finding("font", "\(font.name) (\(file))")
  }
}
