import Analysis
import JSON

extension StudyDifference {
  /// Everything that differs, as a JSON text.
  package var json: String {
    var json = JSONWriter(style: .init(indent: 2))
    json.object { json in
      json.member("old", names.old)
      json.member("new", names.new)
      json.member("differs", !isEmpty)
      json.member("ignores_rounding", ignoresRounding)
      write(models, "models", to: &json) { $1.value($0) }
      write(tasks, "tasks", to: &json) { $1.value($0) }
      write(conditions, "conditions", to: &json) { item, json in json.object { item.write(to: &$0) } }
      write(tests, "tests", to: &json) { item, json in json.object { item.write(to: &$0) } }
      write(counts, "samples", to: &json) { json, change in
        for (side, counts) in [("old", change.old), ("new", change.new)] { counts.write(side, to: &json) }
      }
      write(verdicts, "verdicts", to: &json) { json, change in
        json.member("old", change.old)
        json.member("new", change.new)
      }
      writeNumbers(to: &json)
      writeCurves(to: &json)
    }
    return json.text
  }

  private func write<Item>(
    _ presence: Presence<Item>, _ name: String, to json: inout JSONWriter,
    _ body: (Item, inout JSONWriter) -> Void
  ) {
    json.key(name)
    json.object { json in
      for (key, items) in [("appeared", presence.appeared), ("gone", presence.gone)] {
        json.key(key)
        json.array { json in for item in items { body(item, &json) } }
      }
    }
  }

  private func write<Value>(
    _ changes: [Change<Value>], _ name: String, to json: inout JSONWriter,
    _ body: (inout JSONWriter, Change<Value>) -> Void
  ) {
    json.key("changed_\(name)")
    json.array { json in
      for change in changes {
        json.object { json in
          change.quantity.write(to: &json)
          body(&json, change)
        }
      }
    }
  }

  private func writeNumbers(to json: inout JSONWriter) {
    json.key("changed_numbers")
    json.array { json in
      for change in numbers {
        json.object { json in
          change.quantity.write(to: &json)
          json.member("extent", change.extent.rawValue)
          for (side, estimate) in [("old", change.old), ("new", change.new)] {
            json.key(side)
            json.object { json in
              json.member("value", estimate.value)
              json.member("lower", estimate.interval?.lower)
              json.member("upper", estimate.interval?.upper)
              json.member("n", estimate.sampleCount)
            }
          }
        }
      }
    }
  }

  private func writeCurves(to json: inout JSONWriter) {
    json.key("changed_curves")
    json.array { json in
      for change in curves {
        json.object { json in
          change.quantity.write(to: &json)
          json.member("extent", change.extent.rawValue)
          for (name, layers) in [
            ("changed_layers", change.changedLayers), ("layers_beyond", change.layersBeyond),
          ] {
            json.key(name)
            json.array { json in for layer in layers { json.value(layer) } }
          }
          for (side, curve) in [("old", change.old), ("new", change.new)] { curve.write(side, to: &json) }
        }
      }
    }
  }
}

extension Quantity {
  fileprivate func write(to json: inout JSONWriter) {
    json.member("kind", kind.rawValue)
    for (field, name) in zip(kind.fields, names) { json.member(field, name) }
  }
}

extension SampleCounts {
  fileprivate func write(_ key: String, to json: inout JSONWriter) {
    json.key(key)
    json.object { json in
      json.member("computed", computed)
      json.member("skipped", skipped)
      json.member("missing", missing)
    }
  }
}

extension Curve {
  fileprivate func write(_ key: String, to json: inout JSONWriter) {
    json.key(key)
    json.object { json in
      json.member("n", sampleCount)
      for (name, values) in [
        ("means", means), ("lower", intervals.map(\.lower)), ("upper", intervals.map(\.upper)),
      ] {
        json.key(name)
        json.array { json in for value in values { json.value(value) } }
      }
    }
  }
}
