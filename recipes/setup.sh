#!/bin/sh
# Makes recipes/.venv. The CPU build of torch is preferred: the default one brings gigabytes of CUDA libraries.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
[ -x .venv/bin/python ] || "$python" -m venv .venv
pip=".venv/bin/python -m pip --disable-pip-version-check"
if ! .venv/bin/python -c 'import torch, sys; sys.exit(torch.__version__.split("+")[0] != "2.13.0")' 2>/dev/null; then
  $pip install --quiet --retries 0 --timeout 20 --index-url https://download.pytorch.org/whl/cpu torch==2.13.0 2>/dev/null ||
    $pip install --quiet torch==2.13.0
fi
$pip install --quiet -r requirements.txt
.venv/bin/python -c 'import torch, trl, transformers, gguf; print("torch", torch.__version__, "trl", trl.__version__, "transformers", transformers.__version__)'
