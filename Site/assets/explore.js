// What the pages Compare and Samples share: the numbers of a model on a task, the choice in the address, and small charts.
var strata = (function () {
  "use strict";

  // The namespace of SVG, from an element that the browser makes.
  var SVG = new DOMParser().parseFromString("<svg></svg>", "text/html").body.firstChild.namespaceURI;
  var HEIGHT = 270, TOP = 14, BOTTOM = 40, LEFT = 56;
  var waiting = {};
  var loads = {};

  // Numbers come as scripts that call this: from disk, browsers load scripts and no other file.
  function shard(path, content) {
    if (waiting[path]) waiting[path](content);
  }

  // The numbers at `path`, as a promise; what could not be loaded may be asked for again.
  function load(path) {
    loads[path] = loads[path] || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      waiting[path] = resolve;
      script.src = "data/" + path + ".js";
      script.onerror = function () { delete loads[path]; reject(new Error(path)); };
      document.head.append(script);
    });
    return loads[path];
  }

  /* The form */

  // The fields of a form by name: a list for boxes, a value for a choice.
  function choice(form) {
    var found = {};
    Array.from(form.elements).forEach(function (field) {
      if (!field.name) return;
      if (field.type !== "checkbox") { found[field.name] = field.value; return; }
      found[field.name] = found[field.name] || [];
      if (field.checked) found[field.name].push(field.value);
    });
    return found;
  }

  // Sets the form as the address says; what it does not name, or names wrongly, stays.
  function readAddress(form) {
    var asked = new URLSearchParams(location.hash.slice(1));
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || !asked.has(field.name)) return;
      var values = asked.get(field.name).split(",");
      if (field.type === "checkbox") field.checked = values.indexOf(field.value) >= 0;
      else if (Array.from(field.options).some(function (o) { return o.value === values[0]; })) field.value = values[0];
    });
  }

  function writeAddress(chosen) {
    var parts = Object.keys(chosen).map(function (name) {
      return name + "=" + [].concat(chosen[name]).map(encodeURIComponent).join(",");
    });
    history.replaceState(null, "", "#" + parts.join("&"));
  }

  // The words beside a box, or of an option.
  function label(form, name, value) {
    var field = Array.from(form.elements).find(function (field) {
      return field.name === name && (field.type !== "checkbox" || field.value === value);
    });
    if (field.type === "checkbox") return field.parentNode.textContent.trim();
    return Array.from(field.options).find(function (option) { return option.value === value; }).textContent;
  }

  // A reader who sees numbers per loss on other pages begins with them here.
  function followSwitch(form) {
    var field = form.elements.statistic;
    if (!field || document.documentElement.getAttribute("data-by") !== "loss") return;
    var twin = field.value + "-per-loss";
    if (Array.from(field.options).some(function (option) { return option.value === twin; })) field.value = twin;
  }

  // Calls `draw` with what is chosen, now and whenever it changes; the last call wins.
  function follow(form, draw) {
    function change() {
      var chosen = choice(form);
      writeAddress(chosen);
      draw(chosen);
    }
    followSwitch(form);
    readAddress(form);
    form.hidden = false;
    form.addEventListener("change", change);
    addEventListener("hashchange", function () { readAddress(form); draw(choice(form)); });
    draw(choice(form));
  }

  /* Numbers */

  function number(value) {
    if (value === null || value === undefined || !isFinite(value)) return "–";
    if (value === 0) return "0";
    var size = Math.abs(value);
    if (size >= 1e5 || size < 1e-3) return value.toExponential(1).replace("e+", "e").replace("-", "−");
    return String(Number(value.toPrecision(3))).replace("-", "−");
  }

  // Places for ticks between two numbers: round ones, or 1, 2 and 5 of each power of ten.
  function ticks(least, most, isLog) {
    var found = [], step, value, power;
    if (isLog) {
      var factors = most / least > 200 ? [1] : [1, 2, 5];
      for (power = Math.floor(Math.log10(least)); power <= Math.log10(most); power += 1) {
        factors.forEach(function (factor) {
          value = factor * Math.pow(10, power);
          if (value >= least * 0.999 && value <= most * 1.001) found.push(value);
        });
      }
      return found;
    }
    value = (most - least) / 5;
    power = Math.pow(10, Math.floor(Math.log10(value)));
    step = [1, 2, 5, 10].find(function (factor) { return factor * power >= value * 0.999; }) * power;
    for (value = Math.ceil(least / step - 1e-9) * step; value <= most + step * 1e-9; value += step) found.push(value);
    return found;
  }

  // The ends of an axis that shows all of `values`: logarithmic where it is asked for and all are above zero.
  function axis(values, wantsLog, hasZero) {
    var known = values.filter(isFinite);
    var least = Math.min.apply(null, known), most = Math.max.apply(null, known);
    var isLog = wantsLog && least > 0;
    if (!known.length) return { least: 0, most: 1, isLog: false };
    if (!isLog && hasZero) { least = Math.min(least, 0); most = Math.max(most, 0); }
    if (least === most) { least = isLog ? least / 2 : least - 1; most = isLog ? most * 2 : most + 1; }
    return { least: least, most: most, isLog: isLog };
  }

  function place(axis, value) {
    if (axis.isLog) return Math.log(value / axis.least) / Math.log(axis.most / axis.least);
    return (value - axis.least) / (axis.most - axis.least);
  }

  /* Charts */

  function element(parent, name, attributes, text) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }

  // Moves labels apart, from the top, and up again where the last ones would leave the chart.
  function spread(labels, least, most) {
    labels.sort(function (a, b) { return a.y - b.y; });
    labels.forEach(function (label, i) { if (i) label.y = Math.max(label.y, labels[i - 1].y + 14); });
    for (var i = labels.length - 1, limit = most; i >= 0; i -= 1, limit -= 14) labels[i].y = Math.min(labels[i].y, limit);
    return labels;
  }

  // A chart of series {label, slot, dash, isThin, points: [x, y, lower, upper]}; `at(x)` marks a place and returns its words.
  function chart(plot) {
    var width = plot.dots ? 900 : 460;
    var longest = Math.max.apply(null, [0].concat(plot.series.map(function (s) { return s.label.length; })));
    var right = width - (plot.dots ? 10 : Math.min(12 + longest * 6.6, 190));
    var bottom = HEIGHT - BOTTOM;
    function x(value) { return LEFT + place(plot.x, value) * (right - LEFT); }
    function y(value) { return bottom - place(plot.y, value) * (bottom - TOP); }
    var svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 " + width + " " + HEIGHT);
    svg.setAttribute("class", "plot explore-plot");
    svg.setAttribute("aria-hidden", "true");
    ticks(plot.y.least, plot.y.most, plot.y.isLog).forEach(function (value) {
      element(svg, "line", { x1: LEFT, x2: right, y1: y(value), y2: y(value), "class": "rule" });
      element(svg, "text", { x: LEFT - 7, y: y(value) + 4, "class": "quiet end" }, number(value));
    });
    ticks(plot.x.least, plot.x.most, plot.x.isLog).forEach(function (value) {
      element(svg, "text", { x: x(value), y: bottom + 17, "class": "quiet middle" }, number(value));
    });
    element(svg, "line", { x1: LEFT, x2: right, y1: bottom, y2: bottom, "class": "base" });
    element(svg, "text", { x: (LEFT + right) / 2, y: HEIGHT - 5, "class": "quiet middle" }, plot.x.title);
    var mark = element(svg, "line", { x1: 0, x2: 0, y1: TOP, y2: bottom, "class": "mark", visibility: "hidden" });
    var labels = [];
    plot.series.forEach(function (series) {
      var known = series.points.filter(function (p) { return isFinite(p[1]) && (!plot.y.isLog || p[1] > 0); });
      if (!known.length) return;
      if (plot.dots) {
        known.forEach(function (p) { element(svg, "circle", { cx: x(p[0]), cy: y(p[1]), r: 2.6, "class": "s" + series.slot + " dot" }); });
        return;
      }
      var band = known.filter(function (p) { return p.length > 2 && (!plot.y.isLog || p[2] > 0); });
      function path(points, column) {
        return points.map(function (p) { return x(p[0]).toFixed(1) + "," + y(p[column]).toFixed(1); }).join("L");
      }
      // Of very few samples a band would hide the others; its edges do not.
      if (band.length > 1 && series.n < 5) {
        [2, 3].forEach(function (column) {
          element(svg, "path", { d: "M" + path(band, column), "class": "s" + series.slot + " line edge" });
        });
      } else if (band.length > 1) {
        element(svg, "path", {
          d: "M" + path(band, 2) + "L" + path(band.slice().reverse(), 3) + "Z", "class": "s" + series.slot + " band",
        });
      }
      var line = { d: "M" + path(known, 1), "class": "s" + series.slot + " line" + (series.isThin ? " thin" : "") };
      if (series.dash) line["stroke-dasharray"] = series.dash;
      element(svg, "path", line);
      labels.push({ y: y(known[known.length - 1][1]) + 4, text: series.label, slot: series.slot });
    });
    spread(labels, TOP, bottom).forEach(function (label) {
      element(svg, "text", { x: right + 7, y: label.y, "class": "w" + label.slot }, label.text);
    });
    return {
      svg: svg,
      // The place in the chart of a pointer, in units of the axes' lengths.
      pointer: function (event) {
        var box = svg.getBoundingClientRect(), scale = width / box.width;
        return [((event.clientX - box.left) * scale - LEFT) / (right - LEFT), (bottom - (event.clientY - box.top) * scale) / (bottom - TOP)];
      },
      mark: function (value) {
        mark.setAttribute("x1", x(value));
        mark.setAttribute("x2", x(value));
        mark.setAttribute("visibility", "visible");
      },
    };
  }

  function html(name, properties, children) {
    var made = Object.assign(document.createElement(name), properties || {});
    (children || []).forEach(function (child) { made.append(child); });
    return made;
  }

  return {
    shard: shard, load: load, follow: follow, label: label, number: number, axis: axis, place: place, chart: chart, html: html,
  };
})();
