// Light or dark as the reader chose, otherwise as the system says. Loaded before the page is drawn, so that it
// does not flash; without this script the pages follow the system.
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "strata-theme";

  function stored() {
    // A browser may forbid storage, for files on disk above all.
    try { return localStorage.getItem(key); } catch (error) { return null; }
  }

  function store(theme) {
    try { localStorage.setItem(key, theme); } catch (error) { /* the choice lasts for this page */ }
  }

  function isDark() {
    var theme = root.getAttribute("data-theme");
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  var theme = stored();
  if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.getElementById("theme-button");
    if (!button) return;

    function describe() { button.setAttribute("aria-pressed", String(isDark())); }

    button.hidden = false;
    describe();
    button.addEventListener("click", function () {
      var next = isDark() ? "light" : "dark";
      root.setAttribute("data-theme", next);
      store(next);
      describe();
    });
  });
})();
