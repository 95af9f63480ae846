#!/bin/sh
# Makes a starter model from nothing: `sh recipes/make.sh arithmetic`, or `sh recipes/make.sh all`.
# Needs `npm ci` and `sh recipes/setup.sh`. Problems of seeds below 1000 are never trained on: they are for grading.
set -eu
cd "$(dirname "$0")"
export HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false PYTHONUNBUFFERED=1
python=.venv/bin/python
data=work/data
mkdir -p "$data"

toque() {
  node ../bin/toque.js "$@"
}

# supervised NAME FAMILIES SEEDS TOKENS [OPTIONS]: trains on the problems of those seeds; goes on where it was stopped.
supervised() {
  name=$1 families=$2 seeds=$3 tokens=$4
  shift 4
  if [ ! -s "$data/$name.jsonl" ]; then
    # Half an export must not be taken for a whole one by the next try.
    toque suites export practice --families "$families" --seeds "$seeds" --drills --out "$data/$name.part"
    mv "$data/$name.part" "$data/$name.jsonl"
  fi
  $python sft.py "$name" --data "$data/$name.jsonl" --tokens "$tokens" --out "work/$name" "$@"
}

# publish FOLDER NAME: the file for llama.cpp, and what it can do on problems that nobody trained on.
publish() {
  $python export_gguf.py "work/$1" "../models/toque-starter-$2.gguf" --type f16
  cp "work/$1/training.json" "work/$2.training.json"
  measure "$2" "../models/toque-starter-$2.gguf"
}

# measure NAME FILE [OPTIONS]: 1,440 fresh problems.
measure() {
  name=$1 file=$2
  shift 2
  npx node evaluate.ts --seeds 10-11 --count 720 "$@" "$file" >"work/$name.evaluation.json"
}

make_one() {
  case $1 in
  arithmetic)
    # Half of the texts leave out the work: GRPO then teaches to show it, and a last round to get it right.
    supervised arithmetic arithmetic 1000..1500 12e6 --terse-share 0.55
    toque suites export practice --families arithmetic --seeds 2000..2020 --out "$data/arithmetic-reward.jsonl"
    $python grpo.py work/arithmetic --data "$data/arithmetic-reward.jsonl" --out work/arithmetic-grpo --steps 40
    $python sft.py arithmetic --start work/arithmetic-grpo --data "$data/arithmetic.jsonl" --tokens 3.5e6 \
      --muon-rate 0.012 --adam-rate 0.002 --out work/arithmetic-final
    for stage in start:arithmetic grpo:arithmetic-grpo; do
      $python export_gguf.py "work/${stage#*:}" "work/arithmetic-${stage%%:*}.gguf"
      measure "arithmetic-${stage%%:*}" "work/arithmetic-${stage%%:*}.gguf" --families arithmetic
    done
    publish arithmetic-final arithmetic
    ;;
  words) supervised words words 1000..1500 7e6; publish words words ;;
  calendar-series) supervised calendar-series calendar,series 1000..1300 14e6; publish calendar-series calendar-series ;;
  generalist) supervised generalist arithmetic,words,calendar,series 1000..1160 9.2e6; publish generalist generalist ;;
  generalist-moe)
    supervised generalist-moe arithmetic,words,calendar,series 1000..1160 12.6e6; publish generalist-moe generalist-moe
    ;;
  all) for name in arithmetic words calendar-series generalist generalist-moe; do make_one $name; done ;;
  *)
    echo "There is no starter model \"$1\". Models: arithmetic words calendar-series generalist generalist-moe, or all." >&2
    exit 2
    ;;
  esac
}

make_one "${1:-}"
npx node report.ts work/*.evaluation.json
