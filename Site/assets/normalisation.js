// Numbers under all normalisations or under one: as the address says (`?by=loss`), else as the reader chose last. Loaded before the
// page is drawn, so that nothing jumps; without this script pages show all.
(function () {
  "use strict";

  var NAMES = ["all", "raw", "loss", "matched"];
  var KEY = "strata-by";
  var root = document.documentElement;

  function stored() {
    // A browser may forbid storage, for files on disk above all.
    try { return localStorage.getItem(KEY); } catch (error) { return null; }
  }

  function store(name) {
    try { localStorage.setItem(KEY, name); } catch (error) { /* links carry the choice */ }
  }

  function asked() {
    var named = new URLSearchParams(location.search).get("by");
    return [named, stored()].find(function (name) { return NAMES.indexOf(name) >= 0; }) || "all";
  }

  // The address with the choice in it, where that is not what a page would show without.
  function carrying(address) {
    var url = new URL(address, location.href);
    var isUsual = chosen === "all" && (stored() || "all") === "all";
    if (isUsual) url.searchParams.delete("by"); else url.searchParams.set("by", chosen);
    return url.href;
  }

  function show() {
    var address = carrying(location.href);
    root.setAttribute("data-by", chosen);
    if (address === location.href) return;
    try { history.replaceState(null, "", address); } catch (error) { /* the page shows it anyway */ }
  }

  var chosen = asked();
  show();

  // A link to another page of the site takes the choice along when it is followed.
  function follow(event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.origin !== location.origin || !/\.html$/.test(link.pathname)) return;
    if (link.getAttribute("href").charAt(0) !== "#") link.href = carrying(link.href);
  }

  addEventListener("click", follow, true);
  addEventListener("auxclick", follow, true);

  document.addEventListener("DOMContentLoaded", function () {
    var label = document.getElementById("view-switch");
    if (!label || !document.querySelector(".by")) return;
    var select = label.querySelector("select");
    label.hidden = false;
    select.value = chosen;
    select.addEventListener("change", function () {
      chosen = select.value;
      store(chosen);
      show();
    });
  });
})();
