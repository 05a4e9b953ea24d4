// Gives what a figure draws as numbers: to the script that says them under the pointer, as a table, and as a JSON file. Without this
// script the CSV of a figure has them.
var drawn = (function () {
  "use strict";

  // The panels of a figure. Stops that are those of the first panel are written once.
  function readings(plot) {
    var panels = JSON.parse(plot.getAttribute("data-readings"));
    panels.forEach(function (panel) {
      ["x", "y"].forEach(function (key) { if (panel[key] === 0) panel[key] = panels[0][key]; });
    });
    return panels;
  }

  // Values are a list with nulls, or, where most are missing, the others by their place.
  function known(value) { return value !== null && value !== undefined; }

  function number(value) { return String(value).replace("-", "−"); }

  // A row for each stop of each panel, with the values of the series there.
  function rows(panels) {
    var found = [];
    panels.forEach(function (panel) {
      (panel.x || panel.y).forEach(function (stop, index) {
        var values = panel.series.map(function (line) {
          if (!known(line[1][index])) return null;
          var value = { series: line[0], value: line[1][index] };
          if (line[2] && known(line[2][index])) { value.lower = line[2][index]; value.upper = line[3][index]; }
          return value;
        });
        if (values.some(known)) found.push({ panel: panel.title, place: stop, values: values });
      });
    });
    return found;
  }

  function cell(name, text, aside) {
    var element = document.createElement(name);
    element.textContent = text;
    if (aside) {
      var span = document.createElement("span");
      span.className = "aside";
      span.textContent = aside;
      element.append(" ", span);
    }
    return element;
  }

  function heads(panels, hasPanels) {
    var line = document.createElement("tr");
    var names = panels[0].series.map(function (line) { return line[0] || "Value"; });
    (hasPanels ? ["Panel", "Place"] : ["Place"]).concat(names).forEach(function (name, index) {
      var head = cell("th", name);
      head.scope = "col";
      if (index > (hasPanels ? 1 : 0)) head.className = "number";
      line.append(head);
    });
    return line;
  }

  function entry(value) {
    var element = value ? cell("td", number(value.value), value.lower === undefined ? "" : "[" + number(value.lower) + ", " + number(value.upper) + "]")
      : cell("td", "–");
    element.className = "number";
    return element;
  }

  function table(panels, name) {
    var frame = document.createElement("div"), result = document.createElement("table");
    var hasPanels = panels.length > 1;
    frame.className = "table-scroll";
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", name);
    result.createTHead().append(heads(panels, hasPanels));
    var body = result.createTBody();
    rows(panels).forEach(function (row) {
      var line = body.insertRow(), first = cell("th", hasPanels ? row.panel : row.place);
      first.scope = "row";
      line.append(first);
      if (hasPanels) line.append(cell("td", row.place));
      row.values.forEach(function (value) { line.append(entry(value)); });
    });
    frame.append(result);
    return frame;
  }

  // Panels whose series are not the same have no table in common.
  function isTabular(panels) {
    var names = function (panel) { return panel.series && JSON.stringify(panel.series.map(function (line) { return line[0]; })); };
    return panels.length > 0 && panels.every(function (panel) { return names(panel) && names(panel) === names(panels[0]); });
  }

  function plots(figure) { return Array.from(figure.querySelectorAll(".figure-scroll .plot[data-readings]")); }

  function views(frame) { return Array.from(frame.classList).filter(function (name) { return /^by\b/.test(name); }); }

  function fill(details, figure) {
    plots(figure).forEach(function (plot) {
      var panels = readings(plot);
      if (!isTabular(panels)) return;
      var made = table(panels, "Data of the figure");
      made.classList.add.apply(made.classList, views(plot.closest(".figure-scroll")));
      details.append(made);
    });
  }

  // The file is made of the picture that the reader sees.
  function save(figure) {
    var seen = plots(figure).find(function (plot) { return plot.getClientRects().length > 0; }) || plots(figure)[0];
    var content = { figure: figure.id, digits: 4, panels: readings(seen) };
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(content) + "\n"], { type: "application/json" }));
    link.download = figure.id + ".json";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  document.querySelectorAll("figure.figure").forEach(function (figure) {
    var found = plots(figure), list = figure.querySelector(".downloads");
    if (!found.length) return;
    if (list) {
      var item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.className = "save-button";
      button.textContent = "JSON, as drawn";
      button.addEventListener("click", function () { save(figure); });
      item.append(button);
      list.append(item);
    }
    var details = figure.querySelector(".figure-data[data-drawn]");
    if (!details || !found.some(function (plot) { return isTabular(readings(plot)); })) return;
    details.hidden = false;
    details.addEventListener("toggle", function () {
      if (details.open && details.children.length === 1) fill(details, figure);
    });
  });

  // What a reader does to see a value, at the head of a sentence.
  var pointing = matchMedia("(hover: none)").matches ? "Touch" : "Point at";

  return { readings: readings, known: known, number: number, pointing: pointing };
})();
