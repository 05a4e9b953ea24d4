"""The machine and the versions that numbers were measured with."""
from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path

from .measure import ROOT

# Extensions that decide how fast matrix products are, as Linux names them.
EXTENSIONS = ("avx2", "fma", "avx512f", "avx512_bf16", "avx512_vnni", "amx_tile", "amx_bf16", "asimd", "sve", "bf16", "i8mm")


def _processor() -> tuple[str, list[str]]:
    """Name of the processor, and which of the extensions it has."""
    fields: dict[str, str] = {}
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name.strip(), value.strip())
    flags = (fields.get("flags") or fields.get("Features") or "").split()
    parts = [fields.get("model name", platform.machine())]
    if "cpu family" in fields:
        parts.append(f"family {fields['cpu family']} model {fields.get('model', '?')}")
    return ", ".join(parts), [name for name in EXTENSIONS if name in flags]


def _memory() -> float:
    """Gigabytes of memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _text(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _peers() -> str:
    """Versions of the peers that are installed, by the list that pins them."""
    names = [line.split("==")[0] for line in (ROOT / "Benchmarks/requirements.txt").read_text().split() if "==" in line]
    found = []
    for name in names:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def description() -> str:
    """Lines of Markdown on machine, load and versions."""
    name, extensions = _processor()
    blas = _text(["dpkg-query", "-W", "-f", "${Version}", "libopenblas0-pthread"])
    commit = _text(["git", "describe", "--always", "--dirty", "--abbrev=12"])
    return "\n".join([
        f"- processor: {name}; {os.cpu_count()} cores; {', '.join(extensions) or 'no extensions known'}",
        f"- memory: {_memory():.0f} GB; kernel {platform.release()}; load at the start {os.getloadavg()[0]:.1f}",
        f"- Strata {commit}, OpenBLAS {blas}; Python {platform.python_version()}",
        f"- peers: {_peers()}",
    ])
