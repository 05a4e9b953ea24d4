// The page Samples: every sample of a model on a task, its length, its loss and its level.
(function () {
  "use strict";

  var form = document.getElementById("samples");
  var chartPlace = document.getElementById("sample-chart");
  var tablePlace = document.getElementById("sample-table");
  var note = document.getElementById("sample-note");
  if (!form || !chartPlace) return;

  var turn = 0;

  function styleOf(name) {
    var mark = document.querySelector("[data-style='" + name + "']");
    return { label: mark.textContent, slot: mark.dataset.slot };
  }

  // Points [tokens, value, sample, loss] of each style.
  function series(content, chosen) {
    var isPerLoss = /-per-loss$/.test(chosen.statistic);
    var column = 3 + content.statistics.indexOf(chosen.statistic.replace(/-per-loss$/, ""));
    function value(row) {
      if (row[column] === null) return NaN;
      return !isPerLoss ? row[column] : row[2] === 0 ? 0 : row[column] / row[2];
    }
    return content.conditions.filter(function (c) { return c.relevance === chosen.relevance; }).map(function (condition) {
      var style = styleOf(condition.style);
      return {
        label: style.label, slot: style.slot,
        points: condition.samples.map(function (row) { return [row[1], value(row), row[0], row[2]]; }),
      };
    });
  }

  function nearest(plot, at) {
    var best = null;
    plot.series.forEach(function (line) {
      line.points.forEach(function (p) {
        if (p[0] === null || !isFinite(p[1])) return;
        var distance = Math.hypot(strata.place(plot.x, p[0]) - at[0], strata.place(plot.y, p[1]) - at[1]);
        if (!best || distance < best.distance) best = { distance: distance, point: p, line: line };
      });
    });
    return best;
  }

  function table(lines, statistic) {
    var rows = {};
    lines.forEach(function (line, place) {
      line.points.forEach(function (p) { (rows[p[2]] = rows[p[2]] || [])[place] = p; });
    });
    function cell(name, text) { return strata.html(name, { className: "number", textContent: text }); }
    var head = strata.html("tr", {}, [cell("th", "Sample")].concat(lines.reduce(function (cells, line) {
      return cells.concat([cell("th", line.label + ": tokens"), cell("th", "loss"), cell("th", statistic)]);
    }, [])));
    head.querySelectorAll("th").forEach(function (th) { th.scope = "col"; });
    var body = Object.keys(rows).map(Number).sort(function (a, b) { return a - b; }).map(function (sample) {
      return strata.html("tr", {}, [cell("td", String(sample))].concat(lines.reduce(function (cells, line, place) {
        var p = rows[sample][place];
        return cells.concat([0, 3, 1].map(function (part) { return cell("td", p ? strata.number(p[part]) : "–"); }));
      }, [])));
    });
    return strata.html("table", {}, [strata.html("thead", {}, [head]), strata.html("tbody", {}, body)]);
  }

  function draw(chosen) {
    var mine = turn += 1;
    var path = chosen.model + "/" + chosen.task;
    strata.load("samples/" + path).then(function (content) {
      if (mine !== turn) return;
      var lines = series(content, chosen);
      var known = lines.map(function (line) {
        return Object.assign({}, line, { points: line.points.filter(function (p) { return p[0] !== null; }) });
      });
      function column(place) {
        return [].concat.apply([], known.map(function (line) { return line.points.map(function (p) { return p[place]; }); }));
      }
      var statistic = strata.label(form, "statistic", chosen.statistic);
      var plot = { series: known, dots: true, x: strata.axis(column(0), true, false), y: strata.axis(column(1), chosen.scale === "log", true) };
      plot.x.title = "Tokens of the response, logarithmic";
      var chart = strata.chart(plot);
      var readout = strata.html("p", { className: "readout", textContent: drawn.pointing + " a dot for its sample." });
      function say(event) {
        var found = nearest(plot, chart.pointer(event));
        if (found) {
          readout.textContent = "Sample " + found.point[2] + ", " + found.line.label.toLowerCase() + ": " + found.point[0] + " tokens, loss "
            + strata.number(found.point[3]) + ", " + statistic.toLowerCase() + " " + strata.number(found.point[1]);
        }
      }
      ["pointermove", "pointerdown"].forEach(function (kind) { chart.svg.addEventListener(kind, say); });
      document.querySelectorAll(".style-key li").forEach(function (item) {
        var name = item.firstElementChild.dataset.style;
        item.hidden = !content.conditions.some(function (condition) { return condition.style === name; });
      });
      chartPlace.replaceChildren(chart.svg, readout);
      tablePlace.replaceChildren(table(lines, statistic));
      note.textContent = statistic + ", mean over layers and projections, of each sample of " + strata.label(form, "model", chosen.model)
        + " on " + strata.label(form, "task", chosen.task) + ". ";
      note.append(strata.html("a", { href: "data/samples/" + path + ".csv.gz", textContent: "CSV (gzip)" }));
    }).catch(function (error) {
      if (mine === turn) note.textContent = "The samples of " + error.message + " could not be loaded; the page Data has them as CSV.";
    });
  }

  document.getElementById("sample-view").hidden = false;
  strata.follow(form, draw);
})();
