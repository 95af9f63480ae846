"""Training texts: the exported problems as token rows in batches of like length."""

import json
import random
from array import array

import torch

import tokenizer

_IDS = tokenizer.IDS
_USER, _ASSISTANT, _SYSTEM, _END = (_IDS[t] for t in (tokenizer.USER, tokenizer.ASSISTANT, tokenizer.SYSTEM, tokenizer.END))
_NEWLINE = _IDS["\n"]
_SYSTEM_TEXTS = [
    "You are a helpful assistant.",
    "Answer the question.",
    "You are a helpful, respectful and honest assistant. Always answer as helpfully as possible.",
    "Be brief. Finish with the answer.",
]
# Shares of unusual rows, so that a model is not thrown by them: text spelt letter by letter, and conversations.
_SPELT_SHARE, _CONVERSATION_SHARE = 0.05, 0.03


def prompt_ids(prompt: str, with_phrases: bool = True) -> list[int]:
    """A user turn and the opening of the answer, as ChatML."""
    return [_USER, *tokenizer.encode(prompt, with_phrases), _END, _NEWLINE, _ASSISTANT]


class Examples:
    """Problems read from JSON lines; `batches` deals them for ever, the same way for the same seed.

    A share of the answers can be terse: the last line without the work, as people often write them."""

    def __init__(self, path: str, families: list[str] | None = None, terse_share: float = 0.0):
        self.rows: list[tuple[array, int]] = []
        dice = random.Random(0)
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                item = json.loads(line)
                if families is not None and item["family"] not in [*families, "chat"]:
                    continue
                question = prompt_ids(item["prompt"], dice.random() >= _SPELT_SHARE)
                terse = dice.random() < terse_share
                answer = [*tokenizer.encode(item["solution"].split("\n")[-1] if terse else item["solution"]), _END]
                self.rows.append((array("H", question + answer), len(question)))

    def batches(self, tokens: int, seed: int, skip: int = 0):
        """Pairs of token rows and of the same rows with -100 wherever nothing is to be learned."""
        dice, number = random.Random(seed), 0
        while True:
            pool = dice.sample(self.rows, min(len(self.rows), 4096))
            pool = [self._conversation(pool, dice) if dice.random() < _CONVERSATION_SHARE else [row] for row in pool]
            pool.sort(key=lambda turns: sum(len(ids) for ids, _ in turns))
            groups, group, longest = [], [], 0
            for turns in pool:
                longest = max(longest, sum(len(ids) + 1 for ids, _ in turns))
                group.append(turns)
                if longest * len(group) >= tokens:
                    groups, group, longest = [*groups, group], [], 0
            dice.shuffle(groups)
            for chosen in groups:
                number += 1
                if number > skip:
                    yield _tensors(chosen)

    def _conversation(self, pool: list, dice: random.Random) -> list:
        turns = dice.sample(pool, dice.randint(1, 3))
        if dice.random() < 0.5:
            text = [_SYSTEM, *tokenizer.encode(dice.choice(_SYSTEM_TEXTS)), _END]
            turns.insert(0, (array("H", text), len(text)))
        return turns


def _tensors(group: list) -> tuple[torch.Tensor, torch.Tensor]:
    width = max(sum(len(ids) + 1 for ids, _ in turns) for turns in group) - 1
    ids = torch.full((len(group), width), _IDS[tokenizer.PAD])
    labels = torch.full((len(group), width), -100)
    for row, turns in enumerate(group):
        at = 0
        for turn, (tokens, asked) in enumerate(turns):
            if turn:
                ids[row, at] = _NEWLINE
                at += 1
            values = torch.tensor(tokens.tolist())
            ids[row, at : at + len(values)] = values
            labels[row, at + asked : at + len(values)] = values[asked:]
            at += len(values)
    return ids, labels
