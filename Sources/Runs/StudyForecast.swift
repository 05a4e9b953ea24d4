import Gradients
import JSON
import Studies
import Support

/// What computing a study still takes, before anything of it is computed: for `strata inspect`.
package struct StudyForecast: Sendable {
  /// Samples that are there already.
  let found: Int
  /// What is still to be computed.
  let work: WorkPlan
  private let samples: String
  private let seconds: [Double]

  /// Sums up `work` on a machine of this `speed`.
  init(_ work: WorkPlan, found: Int, settings: StudySettings, speed: MachineSpeed) {
    self.work = work
    self.found = found
    samples = settings.samplesInWords
    seconds = work.models.map { speed.seconds(of: $0.cost) / Double(work.threads) }
  }

  /// Lines as a run begins with, a line for each model with its time on as many free cores as there are threads.
  package var text: String {
    guard !work.models.isEmpty else { return "\(NumberText.count(found, "sample")) there, none to compute" }
    let times = zip(work.models, seconds).map { "  \($0.label): about \(NumberText.duration($1))" }
    let all =
      "in all about \(NumberText.duration(seconds.reduce(0, +))) on \(NumberText.count(work.threads, "free core"))"
    return (["\(NumberText.count(found, "sample")) there; \(samples)", work.text, all] + times)
      .joined(separator: "\n")
  }

  /// One JSON object on one line.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.member("samples_there", found)
      json.member("threads", work.threads)
      json.member("memory_bytes", work.memory)
      json.member("seconds", seconds.reduce(0, +))
      json.key("models")
      json.array { json in
        for (model, seconds) in zip(work.models, seconds) {
          json.object { json in
            json.member("model", model.label)
            json.member("conditions", model.conditions)
            json.member("samples", model.samples)
            json.member("tokens", model.tokens)
            json.member("cut_samples", model.cut)
            json.member("batches", model.batches)
            json.member("batch_bytes", model.memory)
            json.member("seconds", seconds)
          }
        }
      }
    }
    return json.text
  }
}

extension Runner {
  /// Finds out what a run would compute, and how long it takes, without writing anything.
  ///
  /// - Parameter speed: that of a core of this machine.
  /// - Returns: the forecast.
  /// - Throws: as ``run(meter:announce:isCancelled:report:)`` does before its first sample.
  package func forecast(speed: MachineSpeed) throws -> StudyForecast {
    let (plan, found) = try pendingPlan()
    return StudyForecast(try plan.work(options), found: found, settings: study.settings, speed: speed)
  }
}
