// Shows the columns of a figure one below the other where the screen is narrow. Without this script the figure scrolls to the right.
(function () {
  "use strict";

  var narrow = window.matchMedia("(max-width: 48rem)");
  // Pixels of a point, at the size that figures have on wide pages; and how much larger a strip may be.
  var pixels = 4 / 3, largest = 1.5;

  // The part of the figure in a box of its own places.
  function part(plot, box, scale) {
    var svg = document.createElementNS(plot.namespaceURI, "svg"), use = document.createElementNS(plot.namespaceURI, "use");
    var size = plot.viewBox.baseVal;
    svg.setAttribute("class", "strip");
    svg.setAttribute("viewBox", [box.left, box.top, box.right - box.left, box.bottom - box.top].join(" "));
    svg.setAttribute("width", (box.right - box.left) * scale);
    svg.setAttribute("height", (box.bottom - box.top) * scale);
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#" + plot.id);
    use.setAttribute("width", size.width);
    use.setAttribute("height", size.height);
    svg.append(use);
    return svg;
  }

  function line(name, parts) {
    var element = document.createElement("div");
    element.className = name;
    element.append.apply(element, parts);
    return element;
  }

  function strips(plot, width) {
    var places = JSON.parse(plot.getAttribute("data-strips")), height = plot.viewBox.baseVal.height;
    var head = places.head, foot = places.foot;
    var widest = Math.max.apply(null, places.columns.map(function (column) { return column[0] + column[2] - column[1]; }));
    var scale = Math.min(pixels * largest, width / widest);
    function wide(box) { return part(plot, box, Math.min(scale, pixels, width / (box.right - box.left))); }
    var found = [];
    if (head[1] > 0) found.push(line("strip-line", [wide({ left: 0, top: 0, right: head[1] + 4, bottom: head[0] })]));
    places.columns.forEach(function (column) {
      var sides = column[0] > 0 ? [part(plot, { left: 0, top: head[0], right: column[0], bottom: places.base }, scale)] : [];
      found.push(line("strip-line", sides.concat(part(plot, { left: column[1], top: head[0], right: column[2], bottom: foot[0] }, scale))));
    });
    if (foot[2] > foot[1]) found.push(line("strip-line strip-foot", [wide({ left: foot[1] - 2, top: foot[0], right: foot[2] + 2, bottom: height })]));
    return line("strips", found);
  }

  var count = 0;
  function split(plot) {
    var frame = plot.parentNode, figure = frame.closest("figure");
    // A figure of another choice of normalisation is not shown now and has no width.
    var width = figure.clientWidth || figure.parentNode.clientWidth;
    if (frame.classList.contains("whole") || !width) return;
    plot.id = plot.id || "plot-" + ++count;
    plot.before(strips(plot, width));
    frame.classList.add("is-split");
    // Strips show an element inside one that is hidden, but none that is hidden itself.
    var whole = document.createElement("div");
    whole.className = "whole";
    plot.before(whole);
    whole.append(plot);
  }

  function join(plot) {
    var whole = plot.parentNode;
    if (!whole.classList.contains("whole")) return;
    whole.parentNode.classList.remove("is-split");
    whole.previousElementSibling.remove();
    whole.replaceWith(plot);
  }

  function apply() {
    document.querySelectorAll(".figure-scroll .plot[data-strips]").forEach(function (plot) {
      if (narrow.matches) split(plot); else join(plot);
    });
  }

  apply();

  // A telephone that is turned has another width.
  var width = window.innerWidth;
  window.addEventListener("resize", function () {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    document.querySelectorAll(".whole > .plot").forEach(join);
    apply();
  });
})();
