"""Toque's own check as a reward: one `toque suites grade` process that grades line after line."""

import json
import os
import subprocess

_TOQUE = ["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bin", "toque.js")]


class Grader:
    """`grades` answers many at once; what the grader cannot read is wrong."""

    def __init__(self, command: list[str] | None = None):
        self.process = subprocess.Popen(
            command or [*_TOQUE, "suites", "grade"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1 << 16
        )

    def grades(self, checks: list[dict], outputs: list[str]) -> list[float]:
        for check, output in zip(checks, outputs):
            self.process.stdin.write(json.dumps({"check": check, "output": output}) + "\n")
        self.process.stdin.flush()
        return [1.0 if json.loads(self.process.stdout.readline())["correct"] else 0.0 for _ in outputs]

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=10)
