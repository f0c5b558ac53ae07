#!/bin/sh
# Pin every dependency group of pyproject.toml, with hashes for all platforms, in requirements/<group>.txt.
set -eu
compile() {
    .venv/bin/uv pip compile --quiet --upgrade --universal --python .venv/bin/python --python-version 3.12 \
        --no-header --no-annotate --no-emit-index-url "$@"
}
all=.build/requirements.txt
mkdir -p .build
# Resolved together first, so that the groups agree in the one environment they share.
compile --group site --group test --group check --output-file "$all" >/dev/null
# Old browsers stay as they are; they exist for this system alone and share nothing with the others.
for old in 80 87 94 102 108; do
    .venv/bin/uv pip compile --quiet --python .venv/bin/python --python-version 3.12 \
        --python-platform x86_64-unknown-linux-gnu --only-binary :all: --no-header --no-annotate --no-emit-index-url \
        --generate-hashes --group "old-$old" --output-file "requirements/old-$old.txt" >/dev/null
done
for group in site test check wasm node lock; do
    echo "锁定依赖：$group"
    compile --generate-hashes --constraint "$all" --group "$group" --output-file "requirements/$group.txt" >/dev/null
done
