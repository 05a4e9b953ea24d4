// Lets the reader sort a table by a column. Without this script the tables stand as they were written.
(function () {
  "use strict";

  function value(row, column) {
    var cell = row.cells[column];
    return cell.dataset.sort !== undefined ? cell.dataset.sort : cell.textContent.trim();
  }

  function compare(a, b) {
    var x = Number(a);
    var y = Number(b);
    // Missing values stay at the end of numbers.
    if (!Number.isNaN(x) || !Number.isNaN(y)) {
      if (Number.isNaN(x)) return 1;
      if (Number.isNaN(y)) return -1;
      return x - y;
    }
    return a.localeCompare(b);
  }

  function sort(table, column, header) {
    var body = table.tBodies[0];
    var descending = header.getAttribute("aria-sort") === "ascending";
    var rows = Array.from(body.rows);
    rows.sort(function (a, b) {
      var order = compare(value(a, column), value(b, column));
      return descending ? -order : order;
    });
    Array.from(header.parentNode.cells).forEach(function (cell) { cell.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    body.append.apply(body, rows);
  }

  document.querySelectorAll("table[data-sortable]").forEach(function (table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (header, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort-button";
      button.append.apply(button, Array.from(header.childNodes));
      header.append(button);
      button.addEventListener("click", function () { sort(table, column, header); });
    });
  });
})();
