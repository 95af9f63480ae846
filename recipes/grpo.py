"""GRPO with the suite's own check as the reward: `python grpo.py work/start --data problems.jsonl --out work/expert`.

Trains low-rank adapters with TRL and writes the merged model. SIGTERM saves a checkpoint and exits with 85; the same
command then goes on from it."""

import argparse
import json
import os
import signal
import sys

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

from grader import Grader

RESUMABLE = 85


class Watch(TrainerCallback):
    """Stops cleanly on SIGTERM and writes the curve, one JSON object a line."""

    def __init__(self, curve_path: str):
        self.stopped, self.curve_path = False, curve_path
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopped", True))

    def on_step_end(self, args, state, control, **_):
        if self.stopped:
            control.should_save = control.should_training_stop = True
        return control

    def on_log(self, args, state, control, logs=None, **_):
        if logs and "reward" in logs:
            line = {"step": state.global_step, "reward": round(logs["reward"], 4), "length": logs["completions/mean_length"]}
            line["idle_groups"] = round(logs["frac_reward_zero_std"], 3)
            print(json.dumps(line), flush=True)
            with open(self.curve_path, "a", encoding="utf-8") as curve:
                curve.write(json.dumps(line) + "\n")


def read_prompts(path: str, limit: int) -> Dataset:
    rows = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            if item["difficulty"] != "drill" and len(rows) < limit:
                rows.append({"prompt": [{"role": "user", "content": item["prompt"]}], "check": item["check"]})
    return Dataset.from_list(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", help="folder of the supervised model")
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--completions", type=int, default=192, help="answers per step")
    parser.add_argument("--group", type=int, default=8, help="answers per problem")
    parser.add_argument("--answer-tokens", type=int, default=96)
    parser.add_argument("--rank", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("THREADS", "1")))
    os.makedirs(options.out, exist_ok=True)

    grader = Grader()

    def reward(completions, check, **_):
        return grader.grades(check, [messages[0]["content"] for messages in completions])

    settings = GRPOConfig(
        output_dir=os.path.join(options.out, "checkpoints"),
        per_device_train_batch_size=options.completions,
        num_generations=options.group,
        max_completion_length=options.answer_tokens,
        learning_rate=options.rate,
        lr_scheduler_type="linear",
        max_steps=options.steps,
        logging_steps=5,
        save_steps=25,
        save_total_limit=2,
        temperature=1.0,
        beta=0.0,
        loss_type="dapo",
        scale_rewards="group",
        mask_truncated_completions=True,
        seed=options.seed,
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        report_to=[],
        disable_tqdm=True,
    )
    watch = Watch(os.path.join(options.out, "curve.jsonl"))
    trainer = GRPOTrainer(
        model=AutoModelForCausalLM.from_pretrained(options.start, dtype=torch.float32),
        reward_funcs=reward,
        args=settings,
        train_dataset=read_prompts(options.data, options.steps * options.completions // options.group),
        processing_class=AutoTokenizer.from_pretrained(options.start),
        peft_config=LoraConfig(r=options.rank, lora_alpha=2 * options.rank, target_modules="all-linear"),
        callbacks=[watch],
    )
    folder = settings.output_dir
    resumable = os.path.isdir(folder) and any(name.startswith("checkpoint-") for name in os.listdir(folder))
    trainer.train(resume_from_checkpoint=resumable)
    grader.close()
    if watch.stopped:
        return RESUMABLE
    merged = trainer.model.merge_and_unload().bfloat16()
    merged.save_pretrained(options.out)
    trainer.processing_class.save_pretrained(options.out)
    with open(os.path.join(options.start, "training.json"), encoding="utf-8") as file:
        training = json.load(file)
    with open(watch.curve_path, encoding="utf-8") as file:
        training["grpo"] = {"steps": options.steps, "completions": options.completions, "curve": [*map(json.loads, file)]}
    with open(os.path.join(options.out, "training.json"), "w", encoding="utf-8") as file:
        json.dump(training, file)
    print(json.dumps({"event": "done", "steps": trainer.state.global_step}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
