"""The smoke test's verdict on the runs that smoke.sh made."""

import json
import os
import sys


def judge(folder: str, stop_status: str) -> int:
    with open(f"{folder}/report.json", encoding="utf-8") as file:
        before, after = (report["accuracy"]["words"] for report in json.load(file)["reports"])
    with open(f"{folder}/sft.log", encoding="utf-8") as file:
        starts = [line for line in map(json.loads, file) if line["event"] == "start"]
    with open(f"{folder}/expert/curve.jsonl", encoding="utf-8") as file:
        curve = [json.loads(line)["reward"] for line in file]
    checks = {
        "a stopped training run saves and exits with 85": stop_status == "85",
        "the next run goes on where it stopped": len(starts) == 2 and starts[1]["batches"] > 0,
        f"the supervised start answers, mostly without work and wrongly: {before['accuracy']}": 0.02 <= before["accuracy"] <= 0.6,
        f"the reward rises during GRPO: {curve[0]} -> {curve[-1]}": curve[-1] > curve[0],
        f"held-out accuracy in llama.cpp rises beyond chance: {before['interval']} -> {after['interval']}": (
            after["interval"][0] > before["interval"][1]
        ),
        "the expert's file is below 8 MB": os.path.getsize(f"{folder}/expert.gguf") <= 8_000_000,
    }
    for text, passed in checks.items():
        print("ok  " if passed else "FAIL", text)
    print(f"{sum(checks.values())} passed, {len(checks) - sum(checks.values())} failed")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(judge(*sys.argv[1:]))
