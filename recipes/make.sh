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

# supervised NAME FAMILIES SEEDS TOKENS: problems of those seeds, then training on them; goes on where it was stopped.
supervised() {
  [ -s "$data/$1.jsonl" ] || toque suites export practice --families "$2" --seeds "$3" --drills --out "$data/$1.jsonl"
  $python sft.py "$1" --data "$data/$1.jsonl" --tokens "$4" --out "work/$1"
}

publish() {
  $python export_gguf.py "work/$1" "../models/toque-starter-$2.gguf" --type f16
}

make_one() {
  case $1 in
  arithmetic)
    supervised arithmetic arithmetic 1000..1500 5.5e6
    toque suites export practice --families arithmetic --seeds 2000..2020 --out "$data/arithmetic-reward.jsonl"
    $python grpo.py work/arithmetic --data "$data/arithmetic-reward.jsonl" --out work/arithmetic-grpo --steps 100
    publish arithmetic-grpo arithmetic
    ;;
  words) supervised words words 1000..1500 6e6 && publish words words ;;
  calendar-series) supervised calendar-series calendar,series 1000..1300 6e6 && publish calendar-series calendar-series ;;
  generalist) supervised generalist arithmetic,words,calendar,series 1000..1160 12e6 && publish generalist generalist ;;
  generalist-moe)
    supervised generalist-moe arithmetic,words,calendar,series 1000..1160 12e6 && publish generalist-moe generalist-moe
    ;;
  all) for name in arithmetic words calendar-series generalist generalist-moe; do make_one $name; done ;;
  *)
    echo "There is no starter model \"$1\". Models: arithmetic words calendar-series generalist generalist-moe, or all." >&2
    exit 2
    ;;
  esac
}

make_one "${1:-}"
