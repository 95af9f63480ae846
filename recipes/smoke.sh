#!/bin/sh
# The whole road in miniature, in minutes on a CPU: export -> supervised -> GRPO with the suite's grader -> GGUF ->
# answers from llama.cpp. Ends with "N passed, N failed" and fails when anything did. Needs `sh recipes/setup.sh`.
set -eu
cd "$(dirname "$0")"
python=.venv/bin/python
work=${WORK:-work/smoke}
export THREADS="${THREADS:-2}" OMP_NUM_THREADS="${THREADS:-2}" HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false PYTHONUNBUFFERED=1
rm -rf "$work"
mkdir -p "$work"

node ../bin/toque.js suites export practice --families arithmetic --seeds 3000..3400 --drills --out "$work/all.jsonl"
$python smoke.py cut "$work/all.jsonl" "$work"

train="$python sft.py toy --data $work/train.jsonl --out $work/start --tokens ${SFT_TOKENS:-600e3} --batch-tokens 2048"
# A training job is stopped in the middle, as a scheduler would stop it, and must go on where it was.
$train >"$work/sft.log" &
job=$!
while ! grep -q '"event": "step"' "$work/sft.log"; do sleep 0.2; kill -0 $job; done
sleep 3
kill -TERM $job
stopped=0
wait $job || stopped=$?
$train >>"$work/sft.log"
$python export_gguf.py "$work/start" "$work/start.gguf" --type f16
$python grpo.py "$work/start" --data "$work/reward.jsonl" --out "$work/expert" --steps "${GRPO_STEPS:-60}" \
  --completions 128 --group 16 --answer-tokens 20 --rank 16
$python export_gguf.py "$work/expert" "$work/expert.gguf" --type f16
node evaluate.ts --problems "$work/held-out.jsonl" "$work/start.gguf" "$work/expert.gguf" >"$work/report.json"
$python smoke.py judge "$work" "$stopped"
