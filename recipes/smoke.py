"""The smoke test's data and verdict: sums of two small numbers, split so that no question is in two files."""

import json
import os
import random
import re
import sys

SMALL_SUM = re.compile(r"What is \d{1,2} \+ \d{1,2}\?")
HELD_OUT, FOR_REWARD = 400, 3000


def cut(source: str, folder: str) -> None:
    with open(source, encoding="utf-8") as lines:
        items = {item["prompt"]: item for item in map(json.loads, lines) if SMALL_SUM.fullmatch(item["prompt"])}
    questions = sorted(items.values(), key=lambda item: item["prompt"])
    random.Random(7).shuffle(questions)
    for question in questions:
        question["difficulty"] = "small"
    parts = {"held-out": questions[:HELD_OUT], "train": questions[HELD_OUT:], "reward": questions[HELD_OUT:][:FOR_REWARD]}
    for name, part in parts.items():
        with open(f"{folder}/{name}.jsonl", "w", encoding="utf-8") as out:
            out.writelines(json.dumps(item) + "\n" for item in part)
    print(f"{len(questions)} different sums: {len(parts['train'])} to train, {HELD_OUT} held out")


def judge(folder: str, stop_status: str) -> int:
    with open(f"{folder}/report.json", encoding="utf-8") as file:
        before, after = (report["accuracy"]["arithmetic"] for report in json.load(file)["reports"])
    with open(f"{folder}/sft.log", encoding="utf-8") as file:
        starts = [line for line in map(json.loads, file) if line["event"] == "start"]
    with open(f"{folder}/expert/curve.jsonl", encoding="utf-8") as file:
        curve = [json.loads(line)["reward"] for line in file]
    checks = {
        "a stopped training run saves and exits with 85": stop_status == "85",
        "the next run goes on where it stopped": len(starts) == 2 and starts[1]["batches"] > 0,
        f"the supervised start is weak but alive: {before['accuracy']}": 0.02 <= before["accuracy"] <= 0.5,
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
    verb, *rest = sys.argv[1:]
    sys.exit({"cut": cut, "judge": judge}[verb](*rest))
