#!/usr/bin/env python3
"""Runs axe-core on every page of a built site, light and dark, at three widths, in Chromium.

    python3 Tests/SiteTests/axe.py AXE SITE

AXE is `axe.min.js` of axe-core 4.11 or newer, which packages such as axe-playwright-python carry. Prints every violation whose impact
is serious or critical, and how many contrasts axe could not decide; ends with 1 where there is a violation.
"""

import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

WIDTHS = [1440, 800, 390]
# Pages that one browser shows before the next one begins afresh.
CHUNK = 12
IMPACTS = ("serious", "critical")

# In every page: waits for its own scripts, runs axe and tells the page around it.
INNER = """
addEventListener("load", function () {
  setTimeout(function () {
    axe.run(document, { resultTypes: ["violations", "incomplete"], iframes: false }).then(function (found) {
      function brief(list) {
        return list.map(function (rule) {
          return { id: rule.id, impact: rule.impact, nodes: rule.nodes.map(function (n) { return n.target.join(" "); }) };
        });
      }
      parent.postMessage(JSON.stringify({ violations: brief(found.violations), incomplete: brief(found.incomplete) }), "*");
    });
  }, 300);
});
"""

# Around the pages: shows one after the other in a frame as wide as asked.
OUTER = """
var jobs = %s, found = [], frame = document.createElement("iframe");
document.body.append(frame);
function next() {
  if (found.length === jobs.length) {
    document.body.setAttribute("data-found", JSON.stringify(found));
    return;
  }
  frame.width = jobs[found.length][1];
  frame.height = 900;
  frame.src = jobs[found.length][0];
}
addEventListener("message", function (event) { found.push(JSON.parse(event.data)); next(); });
next();
"""


def prepared(site, axe, folder):
    """A copy of the site whose pages run axe; the paths of its pages."""
    copy = folder / "site"
    shutil.copytree(site, copy)
    shutil.copy(axe, copy / "axe.min.js")
    (copy / "axe-run.js").write_text(INNER)
    pages = sorted(path.relative_to(copy) for path in copy.rglob("*.html"))
    for page in pages:
        root = "../" * (len(page.parts) - 1)
        scripts = "".join(f'<script src="{root}{name}"></script>' for name in ("axe.min.js", "axe-run.js"))
        text = (copy / page).read_text()
        (copy / page).write_text(text.replace("</head>", scripts + "</head>"))
    return copy, [str(page) for page in pages]


def run(copy, jobs, is_dark):
    """What axe found for each of `jobs`, pages with their widths."""
    (copy / "axe-outer.js").write_text(OUTER % json.dumps(jobs))
    (copy / "axe-outer.html").write_text('<!doctype html><body><script src="axe-outer.js"></script></body>')
    with tempfile.TemporaryDirectory() as profile:
        output = subprocess.run(
            [
                "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                f"--user-data-dir={profile}", "--window-size=1600,1000", "--virtual-time-budget=100000000",
                f"--blink-settings=preferredColorScheme={0 if is_dark else 1}", "--dump-dom",
                (copy / "axe-outer.html").as_uri(),
            ],
            capture_output=True, text=True, timeout=1800, check=True,
        ).stdout
    match = re.search(r'data-found="([^"]*)"', output)
    if not match:
        sys.exit("axe did not come to an end")
    return json.loads(html.unescape(match.group(1)))


def main(axe, site):
    count, bad, undecided = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        copy, pages = prepared(site, axe, pathlib.Path(folder))
        jobs = [[page, width] for page in pages for width in WIDTHS]
        for is_dark in (False, True):
            chunks = [jobs[start:start + CHUNK] for start in range(0, len(jobs), CHUNK)]
            answers = [found for chunk in chunks for found in run(copy, chunk, is_dark)]
            for (page, width), found in zip(jobs, answers):
                count += 1
                undecided += sum(len(r["nodes"]) for r in found["incomplete"] if r["id"] == "color-contrast")
                for rule in found["violations"]:
                    if rule["impact"] not in IMPACTS:
                        continue
                    bad += 1
                    places = "; ".join(rule["nodes"][:3])
                    theme = "dark" if is_dark else "light"
                    print(f"{page}, {width} px, {theme}: {rule['id']} ({rule['impact']}), {len(rule['nodes'])}: {places}")
    print(f"{count} pages, themes and widths; {bad} serious or critical violations; {undecided} undecided contrasts")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
