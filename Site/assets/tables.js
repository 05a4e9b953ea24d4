// Lets the reader sort a table by a column, and keep the rows of a long one that have some words. Without this script the tables
// stand as they were written.
(function () {
  "use strict";

  function value(row, column) {
    var cell = row.cells[column];
    if (cell.dataset.sort !== undefined) return cell.dataset.sort;
    // An interval behind the number is not what rows are sorted by, nor is the sign before it.
    var text = (cell.firstChild ? cell.firstChild.textContent : "").trim();
    return cell.classList.contains("number") ? text.replace(/^[✓✗?] /, "") : text;
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

  // Keeps the rows that have every word of `text`, in any order, among the words that the reader sees.
  function keep(table, text) {
    var rows = Array.from(table.tBodies[0].rows);
    var words = text.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach(function (row) { row.hidden = false; });
    var hidden = rows.filter(function (row) {
      var content = row.innerText.toLowerCase();
      return !words.every(function (word) { return content.indexOf(word) >= 0; });
    });
    hidden.forEach(function (row) { row.hidden = true; });
    return words.length ? rows.length - hidden.length + " of " + rows.length + " rows" : "";
  }

  document.querySelectorAll("table[data-long]").forEach(function (table) {
    var frame = table.parentNode;
    var tools = document.createElement("div");
    var label = document.createElement("label");
    var field = document.createElement("input");
    var count = document.createElement("span");
    tools.className = "table-filter " + Array.from(frame.classList).filter(function (name) { return /^by\b/.test(name); }).join(" ");
    field.type = "search";
    field.autocomplete = "off";
    count.setAttribute("role", "status");
    label.append("Rows with", field);
    tools.append(label, count);
    field.addEventListener("input", function () { count.textContent = keep(table, field.value); });
    frame.before(tools);
  });
})();
