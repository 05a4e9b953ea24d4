// The page Compare: curves and their intervals for any choice of models, tasks and conditions, drawn from the site's own numbers.
(function () {
  "use strict";

  var form = document.getElementById("compare");
  var panels = document.getElementById("panels");
  var note = document.getElementById("compare-note");
  if (!form || !panels) return;

  var MOST = 12;
  var DASHES = ["", "7 3", "2 3", "8 3 2 3", "12 4"];
  var drawn = [];
  var turn = 0;

  // What stands in one panel: a model on a task, or all chosen models or tasks together.
  function groups(chosen) {
    var cells = [];
    chosen.models.forEach(function (model) {
      chosen.tasks.forEach(function (task) { cells.push({ model: model, task: task }); });
    });
    if (chosen.panels === "cell") return cells.map(function (cell) { return [cell]; });
    var names = chosen.panels === "task" ? chosen.tasks : chosen.models;
    return names.map(function (name) {
      return cells.filter(function (cell) { return cell[chosen.panels] === name; });
    });
  }

  function title(group, chosen) {
    var model = strata.label(form, "models", group[0].model), task = strata.label(form, "tasks", group[0].task);
    return chosen.panels === "cell" ? model + " on " + task : chosen.panels === "task" ? task : model;
  }

  // The label of a line: what the panel's title does not say.
  function words(cell, curve, chosen, styles) {
    var parts = [styles[curve.style].label];
    if (chosen.panels === "task") parts.push(strata.label(form, "models", cell.model));
    if (chosen.panels === "model") parts.push(strata.label(form, "tasks", cell.task));
    if (curve.relevance === "irrelevant") parts.push("irrelevant");
    return parts.join(", ");
  }

  function points(curve, isRelative) {
    var last = Math.max(curve.mean.length - 1, 1);
    return curve.mean.map(function (mean, layer) {
      var x = isRelative ? layer / last : layer;
      if (mean === null) return [x, NaN];
      return curve.lower ? [x, mean, curve.lower[layer], curve.upper[layer]] : [x, mean];
    });
  }

  // The lines of a panel; a model or task without a chosen style has none.
  function lines(group, contents, chosen, styles, isRelative) {
    var found = [];
    group.forEach(function (cell, place) {
      contents[place].curves.forEach(function (curve) {
        if (chosen.styles.indexOf(curve.style) < 0 || chosen.relevance.indexOf(curve.relevance) < 0) return;
        if (curve.projection !== chosen.projection || curve.statistic !== chosen.statistic) return;
        found.push({
          label: words(cell, curve, chosen, styles), slot: styles[curve.style].slot, isThin: curve.relevance === "irrelevant",
          dash: group.length > 1 ? DASHES[place % DASHES.length]
            : curve.relevance === "irrelevant" ? "4 3" : styles[curve.style].isDashed ? "9 3" : "",
          points: points(curve, isRelative), n: curve.n,
        });
      });
    });
    return found;
  }

  function values(series) {
    return series.reduce(function (all, line) {
      return all.concat(line.points.reduce(function (some, p) { return some.concat(p.slice(1)); }, []));
    }, []);
  }

  // Whether the curves lie so far apart that a linear axis would press the lower ones flat.
  function needsLog(series) {
    var means = series.map(function (line) {
      var known = line.points.map(function (p) { return p[1]; }).filter(isFinite);
      return known.reduce(function (sum, value) { return sum + value; }, 0) / known.length;
    }).filter(function (mean) { return mean > 0; });
    return Math.max.apply(null, means) / Math.min.apply(null, means) > 5;
  }

  function show(fraction, isRelative) {
    drawn.forEach(function (panel) {
      var at = null;
      panel.series.forEach(function (line) {
        line.points.forEach(function (p) {
          if (at === null || Math.abs(strata.place(panel.x, p[0]) - fraction) < Math.abs(strata.place(panel.x, at) - fraction)) at = p[0];
        });
      });
      if (at === null) return;
      panel.at = at;
      panel.chart.mark(at);
      panel.readout.textContent = (isRelative ? "Depth " : "Layer ") + strata.number(at) + ": " + panel.series.map(function (line) {
        var p = line.points.reduce(function (best, p) { return Math.abs(p[0] - at) < Math.abs(best[0] - at) ? p : best; });
        return line.label + " " + strata.number(p[1]) + (p.length > 2 ? " [" + strata.number(p[2]) + ", " + strata.number(p[3]) + "]" : "");
      }).join("; ");
    });
  }

  function panel(group, series, chosen, x, y, isRelative) {
    var chart = strata.chart({ series: series, x: x, y: y });
    var readout = strata.html("p", { className: "readout" });
    var counts = Array.from(new Set(series.map(function (line) { return line.n; }))).join(" or ");
    readout.textContent = series.length ? "n = " + counts + ". " + drawn.pointing + " the chart, or use the arrow keys, for values." : "Nothing is computed for this choice.";
    readout.setAttribute("aria-live", "polite");
    var name = title(group, chosen);
    var heading = chosen.panels === "cell"
      ? strata.html("a", { href: "models/" + group[0].model + "/" + group[0].task + ".html", textContent: name }) : name;
    var figure = strata.html("figure", { className: "panel", tabIndex: 0 }, [strata.html("h2", {}, [heading]), chart.svg, readout]);
    figure.setAttribute("role", "group");
    figure.setAttribute("aria-label", name);
    var made = { chart: chart, series: series, readout: readout, x: x, at: null };
    ["pointermove", "pointerdown"].forEach(function (kind) {
      figure.addEventListener(kind, function (event) { show(chart.pointer(event)[0], isRelative); });
    });
    figure.addEventListener("keydown", function (event) {
      var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      var places = series.length ? series[0].points.map(function (p) { return p[0]; }) : [];
      var next = made.at === null ? 0 : places.indexOf(made.at) + step;
      if (places[next] !== undefined) show(strata.place(x, places[next]), isRelative);
    });
    return { made: made, figure: figure };
  }

  function draw(chosen) {
    var mine = turn += 1;
    var styles = {};
    form.querySelectorAll("input[name=styles]").forEach(function (field) {
      styles[field.value] = {
        label: field.parentNode.textContent.trim(), slot: field.dataset.slot, isDashed: "dashed" in field.dataset,
      };
    });
    var all = groups(chosen).filter(function (group) { return group.length; });
    var shown = all.slice(0, MOST);
    var statistic = form.elements.statistic.selectedOptions[0];
    Promise.all(shown.map(function (group) {
      return Promise.all(group.map(function (cell) { return strata.load("compare/" + cell.model + "/" + cell.task); }));
    })).then(function (contents) {
      if (mine !== turn) return;
      var depths = new Set([].concat.apply([], contents).map(function (content) { return content.layers; }));
      var isRelative = chosen.depth === "relative" || (chosen.depth === "auto" && depths.size > 1);
      var series = shown.map(function (group, place) { return lines(group, contents[place], chosen, styles, isRelative); });
      var everything = [].concat.apply([], series);
      var isLog = chosen.scale === "log" || (chosen.scale === "auto" && needsLog(everything));
      function yAxis(some) { return strata.axis(values(some), isLog, statistic.dataset.zero === "true"); }
      var shared = yAxis(everything);
      drawn = [];
      panels.replaceChildren();
      shown.forEach(function (group, place) {
        var layers = Math.max.apply(null, contents[place].map(function (content) { return content.layers; }));
        var x = { least: 0, most: isRelative ? 1 : Math.max(layers - 1, 1), isLog: false, title: isRelative ? "Relative depth" : "Layer" };
        var made = panel(group, series[place], chosen, x, chosen.axes === "own" ? yAxis(series[place]) : shared, isRelative);
        drawn.push(made.made);
        panels.append(made.figure);
      });
      note.textContent = !all.length ? "Choose at least one model and one task."
        : statistic.textContent + ", projection " + chosen.projection + ", mean over samples with its 95 % interval"
          + (shared.isLog ? ", logarithmic" : "") + "."
          + (all.length > MOST ? " The first " + MOST + " of " + all.length + " panels; choose fewer models or tasks for the others." : "");
    }).catch(function (error) {
      if (mine === turn) note.textContent = "The numbers of " + error.message + " could not be loaded; the pages of models and tasks have their figures.";
    });
  }

  panels.hidden = false;
  note.hidden = false;
  strata.follow(form, draw);
})();
