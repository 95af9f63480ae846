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

# One task of the suite, counting a letter: hard in the head and easy on paper. No problem is in two seeds.
problems() {
  node ../bin/toque.js suites export practice --families words --difficulty medium --seeds "$1" --out "$work/words.jsonl"
  grep '"prompt":"How many times' "$work/words.jsonl" >"$work/$2.jsonl"
}
problems 3000..3250 train
problems 2000..2049 reward
problems 20..24 held-out

train="$python sft.py toy --data $work/train.jsonl --out $work/start --tokens ${SFT_TOKENS:-1.2e6} --batch-tokens 2048 --terse-share 0.55"
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
$python grpo.py "$work/start" --data "$work/reward.jsonl" --out "$work/expert" --steps "${GRPO_STEPS:-45}" \
  --completions 128 --group 8 --answer-tokens 32 --rank 16 >"$work/grpo.log"
$python export_gguf.py "$work/expert" "$work/expert.gguf" --type f16
npx node evaluate.ts --problems "$work/held-out.jsonl" --show "$work/start.gguf" "$work/expert.gguf" >"$work/report.json" 2>"$work/mistakes.log"
$python smoke.py "$work" "$stopped"
