// Says the values of a figure where the reader points, or goes by the arrow keys, and copies what a menu offers. Without this
// script figures and links stand as they were written.
(function () {
  "use strict";

  function nearest(places, place) {
    var best = 0;
    places.forEach(function (other, index) {
      if (Math.abs(other - place) < Math.abs(places[best] - place)) best = index;
    });
    return best;
  }

  var known = drawn.known, number = drawn.number;

  // A panel is read along one axis, or cell by cell.
  function isMap(panel) { return panel.cells !== undefined; }
  function axis(panel) { return panel.x ? "x" : "y"; }

  // The place in another panel that has the same name; -1 where there is none.
  function same(panel, other, key, index) {
    return other[key] ? other[key].indexOf(panel[key][index]) : -1;
  }

  function values(panel, at, withIntervals) {
    if (isMap(panel)) {
      var cell = panel.cells[at.y * panel.x.length + at.x];
      return known(cell) ? number(cell) : "no value";
    }
    var index = at[axis(panel)];
    return panel.series.filter(function (line) { return known(line[1][index]); }).map(function (line) {
      var text = (line[0] ? line[0] + " " : "") + number(line[1][index]);
      var hasInterval = withIntervals && line[2] && known(line[2][index]);
      return hasInterval ? text + " [" + number(line[2][index]) + ", " + number(line[3][index]) + "]" : text;
    }).join(", ");
  }

  function half(places, index) {
    var other = places[index + 1] !== undefined ? places[index + 1] : places[index - 1];
    return other === undefined ? 6 : Math.abs(other - places[index]) / 2;
  }

  function cursor(panel, at) {
    var box = panel.box;
    if (isMap(panel)) {
      var x = panel.xat[at.x], y = panel.yat[at.y], w = half(panel.xat, at.x), h = half(panel.yat, at.y);
      return "M" + (x - w) + " " + (y - h) + "h" + 2 * w + "v" + 2 * h + "h" + -2 * w + "z";
    }
    return axis(panel) === "x"
      ? "M" + panel.xat[at.x] + " " + box[1] + "V" + box[3] : "M" + box[0] + " " + panel.yat[at.y] + "H" + box[2];
  }

  function Reader(frame, plot, isFirst) {
    var panels = drawn.readings(plot);
    var line = document.createElementNS(plot.namespaceURI, "path");
    var readout = document.createElement("output");
    // One figure says it for all.
    var hint = isFirst ? drawn.pointing + " a figure for its values, or focus it and use the arrow keys." : "";
    var here = null;
    line.setAttribute("class", "line cursor");
    plot.append(line);
    readout.className = "readout " + Array.from(frame.classList).filter(function (name) { return /^by\b/.test(name); }).join(" ");
    readout.textContent = hint;
    frame.after(readout);

    // The place of the same name in every panel that has it; the panel that the reader is in comes first.
    function linked() {
      var panel = panels[here.panel];
      var found = [{ panel: panel, at: here.at }];
      panels.forEach(function (other, index) {
        if (index === here.panel || isMap(other) !== isMap(panel) || axis(other) !== axis(panel)) return;
        var at = {};
        var keys = isMap(panel) ? ["x", "y"] : [axis(panel)];
        keys.forEach(function (key) { at[key] = same(panel, other, key, here.at[key]); });
        if (keys.every(function (key) { return at[key] >= 0; })) found.push({ panel: other, at: at });
      });
      return found;
    }

    function show(place) {
      here = place;
      if (!here) {
        line.removeAttribute("d");
        readout.textContent = hint;
        return;
      }
      var panel = panels[here.panel];
      var found = linked();
      var keys = isMap(panel) ? ["y", "x"] : [axis(panel)];
      var name = keys.map(function (key) { return panel[key][here.at[key]]; }).join(", ");
      line.setAttribute("d", found.map(function (item) { return cursor(item.panel, item.at); }).join(""));
      readout.textContent = name + ". " + found.map(function (item, index) {
        return (item.panel.title ? item.panel.title + ": " : "") + values(item.panel, item.at, index === 0);
      }).join("; ");
    }

    // The whole figure, or a strip of it, which has the figure's places too.
    function under(event) {
      var surface = event.target.closest("svg.plot, svg.strip"), matrix = surface && surface.getScreenCTM();
      if (!matrix) return null;
      var point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      var found = panels.findIndex(function (panel) {
        var box = panel.box;
        return point.x >= box[0] - 4 && point.x <= box[2] + 4 && point.y >= box[1] - 4 && point.y <= box[3] + 4;
      });
      if (found < 0) return null;
      var at = {};
      ["x", "y"].forEach(function (key) {
        if (panels[found][key]) at[key] = nearest(panels[found][key + "at"], point[key]);
      });
      return { panel: found, at: at };
    }

    frame.addEventListener("pointermove", function (event) { show(under(event)); });
    frame.addEventListener("pointerdown", function (event) { show(under(event)); });
    // A finger leaves as it is lifted, and what it touched is yet to be read.
    frame.addEventListener("pointerleave", function (event) { if (event.pointerType !== "touch") show(null); });

    function begin(index) {
      var panel = panels[index];
      var at = {};
      if (panel.x) at.x = 0;
      if (panel.y) at.y = 0;
      return { panel: index, at: at };
    }

    // Along its axis a panel is read place by place; the other way, and past its end, lie its neighbours.
    function moved(key, step) {
      var panel = panels[here.panel];
      if (panel[key]) {
        // Where places stand from the bottom to the top, up is onwards.
        var grows = panel[key + "at"][0] <= panel[key + "at"][panel[key].length - 1];
        var next = here.at[key] + (grows ? step : -step);
        if (next >= 0 && next < panel[key].length) {
          var at = Object.assign({}, here.at);
          at[key] = next;
          return { panel: here.panel, at: at };
        }
        if (!isMap(panel)) return here;
      }
      var other = (here.panel + step + panels.length) % panels.length;
      var start = begin(other);
      Object.keys(start.at).forEach(function (name) {
        if (here.at[name] !== undefined && here.at[name] < panels[other][name].length) start.at[name] = here.at[name];
      });
      return start;
    }

    function reveal() {
      var panel = panels[here.panel];
      var scale = plot.getBoundingClientRect().width / plot.viewBox.baseVal.width;
      var x = scale * (here.at.x !== undefined ? panel.xat[here.at.x] : panel.box[0]);
      if (x < frame.scrollLeft + 20 || x > frame.scrollLeft + frame.clientWidth - 20) {
        frame.scrollLeft = x - frame.clientWidth / 2;
      }
    }

    var steps = { ArrowRight: ["x", 1], ArrowLeft: ["x", -1], ArrowDown: ["y", 1], ArrowUp: ["y", -1] };
    frame.addEventListener("keydown", function (event) {
      if (event.target !== frame || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape") return show(null);
      var step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      show(here ? moved(step[0], step[1]) : begin(0));
      reveal();
    });
    frame.addEventListener("blur", function () { show(null); });
  }

  function copy(text, done) {
    function byHand() {
      var field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      var isDone = document.execCommand("copy");
      field.remove();
      if (isDone) done();
    }
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand); else byHand();
  }

  document.querySelectorAll(".figure-scroll .plot[data-readings]").forEach(function (plot, index) {
    Reader(plot.closest(".figure-scroll"), plot, index === 0);
  });

  document.querySelectorAll("[data-copy]").forEach(function (element) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy " + element.dataset.copy);
    button.addEventListener("click", function () {
      copy(element.href || element.textContent, function () {
        button.textContent = "Copied";
        setTimeout(function () { button.textContent = "Copy"; }, 2000);
      });
    });
    element.after(" ", button);
  });
})();
