#!/bin/sh
# Prepare what the Makefile needs: tools/setup.sh venv | packages GROUP | wasm | node_modules | chromium | firefox | old VERSION
# POSIX sh, no GNU-only options. Every stage says what it does; a failure says what to install.
set -eu
venv=.venv

say() { printf '%s\n' "$*"; }
fail() { printf '\n' >&2; printf '%s\n' "$@" >&2; exit 1; }
works() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; }

# The first Python that really runs and is new enough: a pyenv shim may exist and still refuse.
find_python() {
    for candidate in python3.14 python3.13 python3.12 python3 \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python; do
        if works "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "找不到 Python 3.12 或更新的版本。请先安装，例如 Debian 13：apt install python3 python3-venv；其他系统：pyenv install 3.13。" \
        "No Python 3.12 or newer found. Install one, e.g. Debian 13: apt install python3 python3-venv; elsewhere: pyenv install 3.13."
}

on_debian_as_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_install() {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_venv() {
    python=$(find_python)
    say "创建 Python 环境 $venv（$("$python" --version)）…"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        # Debian ships venv apart from Python.
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        if on_debian_as_root; then
            say "安装 $package…"
            apt_install "$package"
        else
            fail "这个 Python 缺少 venv。请安装后再试：sudo apt install $package" \
                "This Python lacks venv. Install it and try again: sudo apt install $package"
        fi
    fi
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

install_packages() {
    say "安装 Python 依赖（$1）…"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r "requirements/$1.txt"
}

# The packages of the group wasm as Pyodide wants them; the tests put them into the browser's Python.
install_wasm() {
    say "下载浏览器里运行测试用的 Python 依赖…"
    rm -rf .build/wasm
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-compile \
        --target .build/wasm --only-binary :all: --implementation cp --python-version 3.14 --abi cp314 \
        --platform pyemscripten_2026_0_wasm32 -r requirements/wasm.txt
}

install_node_modules() {
    if ! { command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; } >/dev/null 2>&1; then
        # No usable Node on this machine: the one from PyPI goes ahead of it.
        [ -x "$venv/bin/npm" ] || install_packages node
        PATH="$PWD/$venv/bin:$PATH"
    fi
    say "安装浏览器运行时 Pyodide 和打包工具 esbuild（npm）…"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
}

find_chromium() {
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

install_chromium() {
    if find_chromium; then return; fi
    if on_debian_as_root; then
        say "安装 Chromium（apt）…"
        apt_install chromium fonts-noto-cjk
    elif [ -z "${CI:-}" ]; then
        say "安装 Chromium（Playwright）…"
        "$venv/bin/playwright" install chromium
    else
        fail "测试需要 Chromium。请先安装 chromium。" "The tests need Chromium: install chromium first."
    fi
}

# Never a downloaded build: the tests of the offline copy start the browser people have, as it is.
install_firefox() {
    for name in firefox-esr firefox; do
        if command -v "$name" >/dev/null 2>&1; then return; fi
    done
    if on_debian_as_root; then
        say "安装 Firefox ESR（apt）…"
        apt_install firefox-esr
    else
        fail "离线版的测试需要 Firefox ESR。请先安装，例如 Debian：sudo apt install firefox-esr；其他系统：从系统的软件库安装 Firefox。" \
            "The tests of the offline copy need Firefox ESR. Install it first, e.g. Debian: sudo apt install firefox-esr; elsewhere: Firefox from your system's packages."
    fi
}

# An old Chromium, as Qt has it, in an environment of its own. What it needs besides, Chromium brings along.
install_old() {
    old=".venv-old/chromium-$1"
    say "安装 Chromium $1（PyPI 的 Qt WebEngine）…"
    rm -rf "$old"
    "$venv/bin/python" -m venv "$old"
    "$old/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        -r "requirements/old-$1.txt"
    if on_debian_as_root; then
        apt_install libegl1 libgl1 libgssapi-krb5-2 libx11-xcb1 libxcomposite1 libxcursor1 libxdamage1 libxi6 \
            libxkbcommon0 libxkbfile1 libxrandr2 libxrender1 libxshmfence1 libxtst6 fonts-noto-cjk
    fi
}

case "${1:-}" in
    venv) make_venv ;;
    packages) install_packages "$2" ;;
    wasm) install_wasm ;;
    node_modules) install_node_modules ;;
    chromium) install_chromium ;;
    firefox) install_firefox ;;
    old) install_old "$2" ;;
    *) fail "usage: tools/setup.sh venv | packages GROUP | wasm | node_modules | chromium | firefox | old VERSION" ;;
esac
