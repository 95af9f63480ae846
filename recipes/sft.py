"""Supervised training from scratch: `python sft.py arithmetic --data problems.jsonl --tokens 20e6 --out work/arithmetic`.

SIGTERM saves and exits with 85; the same command then goes on where it stopped."""

import argparse
import json
import os
import signal
import sys
import time

import torch
from torch.nn.functional import cross_entropy

import model as models
import tokenizer
from examples import Examples
from optimizer import Optimizer

RESUMABLE = 85
SAVE_EVERY_SECONDS = 120


def scale_at(progress: float) -> float:
    """Warm up, hold, then fall in a line to a fiftieth over the last 60 %."""
    return min(progress / 0.02 + 0.02, 1.0, (1.02 - progress) / 0.62)


def loss_of(model, body, ids: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy on the answers alone; only their positions pay for the output layer."""
    sparse = model.config.model_type == "qwen3_moe"
    inner = body(input_ids=ids[:, :-1], use_cache=False, **({"output_router_logits": True} if sparse else {}))
    wanted = labels[:, 1:] != -100
    logits = inner.last_hidden_state[wanted] @ model.model.embed_tokens.weight.T
    loss = cross_entropy(logits.float(), labels[:, 1:][wanted])
    if sparse:
        loss = loss + model.config.router_aux_loss_coef * balance_loss(inner.router_logits, model.config)
    return loss


def balance_loss(router_logits, config) -> torch.Tensor:
    """Keeps the routed experts equally busy: 1 when they are."""
    losses = []
    for logits in router_logits:
        shares = logits.float().softmax(-1)
        chosen = torch.zeros_like(shares).scatter_(1, shares.topk(config.num_experts_per_tok).indices, 1.0)
        losses.append((chosen.mean(0) * shares.mean(0)).sum() * config.num_experts / config.num_experts_per_tok)
    return torch.stack(losses).mean()


def save_state(path: str, state: dict) -> None:
    torch.save(state, path + ".tmp")
    os.replace(path + ".tmp", path)


def save_model(model, folder: str) -> None:
    model.save_pretrained(folder)
    tokenizer.build().save_pretrained(folder)


def write_training(model, options, done: dict) -> None:
    """What the report says about how the model was made; a model that went on from another one keeps its history."""
    training = {"parameters": models.parameter_counts(model), "supervised": done}
    earlier = os.path.join(options.start or "", "training.json")
    if options.start and os.path.exists(earlier):
        with open(earlier, encoding="utf-8") as file:
            training = json.load(file) | {"finish": done}
    with open(os.path.join(options.out, "training.json"), "w", encoding="utf-8") as file:
        json.dump(training, file)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=models.EXPERTS)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--start", help="folder of a model to go on from, instead of random weights")
    parser.add_argument("--tokens", type=float, required=True, help="how many tokens to read in all")
    parser.add_argument("--batch-tokens", type=int, default=4096)
    parser.add_argument("--muon-rate", type=float, default=0.02)
    parser.add_argument("--adam-rate", type=float, default=0.004)
    parser.add_argument("--terse-share", type=float, default=0.0, help="share of answers taught without their work")
    parser.add_argument("--compile", action="store_true", help="a third faster after a minute; needs a C++ compiler")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("THREADS", "1")))
    torch.manual_seed(options.seed)
    os.makedirs(options.out, exist_ok=True)
    state_path = os.path.join(options.out, "state.pt")

    model = models.create(options.name)
    if options.start:
        model = type(model).from_pretrained(options.start)
    model = model.bfloat16().train()
    model.set_attn_implementation("plain")
    optimizer = Optimizer(model, options.muon_rate, options.adam_rate)
    done = {"tokens": 0, "batches": 0, "seconds": 0.0}
    if os.path.exists(state_path):
        state = torch.load(state_path, weights_only=True)
        optimizer.load(state["optimizer"])
        done = state["done"]
    body = torch.compile(model.model, dynamic=True) if options.compile else model.model
    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    examples = Examples(options.data, models.EXPERTS[options.name]["families"], options.terse_share)
    print(json.dumps({"event": "start", "examples": len(examples.rows), **models.parameter_counts(model), **done}), flush=True)

    started, saved, shown, losses = time.time() - done["seconds"], time.time(), 0.0, []
    for ids, labels in examples.batches(options.batch_tokens, options.seed, done["batches"]):
        loss = loss_of(model, body, ids, labels)
        loss.backward()
        optimizer.step(scale_at(done["tokens"] / options.tokens))
        losses.append(loss.item())
        done = {"tokens": done["tokens"] + ids.numel(), "batches": done["batches"] + 1, "seconds": time.time() - started}
        finished = done["tokens"] >= options.tokens
        if time.time() - shown > 15 or finished:
            shown, mean = time.time(), sum(losses) / len(losses)
            speed = round(done["tokens"] / done["seconds"])
            print(json.dumps({"event": "step", **done, "loss": round(mean, 4), "tokens_per_second": speed}), flush=True)
            losses = []
        if time.time() - saved > SAVE_EVERY_SECONDS or stop or finished:
            save_state(state_path, {"optimizer": optimizer.state(), "done": done})
            save_model(model, options.out)
            saved = time.time()
            print(json.dumps({"event": "saved", "tokens": done["tokens"]}), flush=True)
        if stop:
            return RESUMABLE
        if finished:
            break
    write_training(model, options, done)
    print(json.dumps({"event": "done", **done}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
