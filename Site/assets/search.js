// The page Search: keeps the entries that have every word that was typed, in any order.
(function () {
  "use strict";

  var form = document.getElementById("search");
  var list = document.getElementById("search-list");
  if (!form || !list) return;

  var field = form.elements.q;
  var entries = Array.from(list.children).map(function (item) {
    return { item: item, text: item.textContent.toLowerCase() };
  });

  function show() {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    entries.forEach(function (entry) {
      var isFound = words.every(function (word) { return entry.text.indexOf(word) >= 0; });
      entry.item.hidden = !isFound;
      count += isFound ? 1 : 0;
    });
    document.getElementById("search-count").textContent = count + " of " + entries.length;
    history.replaceState(null, "", words.length ? "#q=" + encodeURIComponent(field.value) : location.href.split("#")[0]);
  }

  form.hidden = false;
  field.value = new URLSearchParams(location.hash.slice(1)).get("q") || "";
  field.addEventListener("input", show);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  show();
})();
