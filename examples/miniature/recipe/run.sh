#!/bin/sh
# Makes everything in this example anew, except its README and study.yml: data, models, measurements, reference values.
# Needs Python with the packages of requirements.txt; PYTHON names another interpreter than python3.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
training=$(mktemp)
trap 'rm -f "$training"' EXIT
"$python" generate.py --output ../data
"$python" train.py --output ../models --log "$training"
"$python" evaluate.py --models ../models --data ../data --training "$training" --output results.json
"$python" golden.py --models ../models --data ../data --output golden.jsonl
"$python" tokenization.py --model ../models/base --data ../data --output tokenization.jsonl
