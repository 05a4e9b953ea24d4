"""Files of published lines, which grow by whole lines and can be gone on with."""
from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType


class StatisticsFile:
    """A file of lines, opened to be gone on with.

    A last line that a killed job left unfinished is cut off. `written` has the positions (`index`) of the samples that
    the file holds. A line that is none of these statistics is refused with its number: the file is somebody's.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = self.path.open("a+b")
        self.written: set[int] = set()
        try:
            self._stream.truncate(self._read())
        except BaseException:
            self._stream.close()
            raise

    def _read(self) -> int:
        """The bytes of all whole lines, each of which is looked at."""
        self._stream.seek(0)
        end = 0
        for number, line in enumerate(self._stream, start=1):
            if not line.endswith(b"\n"):
                self._check(line.lstrip().startswith(b"{"), number)
                break
            end += len(line)
            if line.strip():
                self._take(line, number)
        return end

    def _take(self, line: bytes, number: int) -> None:
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        self._check(isinstance(found, dict) and "loss" in found, number)
        if isinstance(found.get("index"), int):
            self.written.add(found["index"])

    def _check(self, is_ours: bool, number: int) -> None:
        if not is_ours:
            raise ValueError(f"{self.path}: line {number} holds no statistics of a sample; give another file")

    def add(self, line: str, index: int | None) -> None:
        """Writes a line and hands it to the system, so that a job that is killed loses no sample."""
        if index is not None and index in self.written:
            raise ValueError(f"{self.path}: the sample at index {index} is in the file; skip what `written` names")
        self._stream.write(line.encode() + b"\n")
        self._stream.flush()
        if index is not None:
            self.written.add(index)

    def close(self) -> None:
        """Closes the file; one without a line is removed."""
        self._stream.close()
        if self.path.stat().st_size == 0:
            self.path.unlink()

    def __enter__(self) -> StatisticsFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()
