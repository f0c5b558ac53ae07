# Everything a developer or an editor runs. A fresh clone needs make and Python 3.12 or newer; the rest is fetched.
SHELL = /bin/sh
PORT = 8000
TESTS = tests
SOURCES = ../shared/sources
PYTHON = .venv/bin/python
OLD = 80 87 94 102 108

.NOTPARALLEL:
.PHONY: help serve build offline holiday-file prove test test-old check bench verify-sources lock clean
.DEFAULT_GOAL := help

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

serve: .venv/site.installed node_modules/ready ## 生成网站并在 127.0.0.1:8000 打开服务，改动后自动重新生成（换端口：make serve PORT=8001）
	@$(PYTHON) -m sitegen serve --port $(PORT)

build: .venv/site.installed node_modules/ready ## 生成网站到 site/
	@$(PYTHON) -m sitegen build

offline: .venv/site.installed node_modules/ready ## 生成离线版 dist/*.zip，解压后双击 index.html 就能用（大厅自助机：make offline KIOSK=1）
	@$(PYTHON) -m sitegen offline $(if $(KIOSK),--kiosk)

holiday-file: .venv/site.installed ## 把一年的放假安排写成离线版能直接加的文件（make holiday-file YEAR=2027）
	@$(PYTHON) -m sitegen holiday-file data/calendar/$(YEAR).yml

prove: .venv/site.installed ## 证明全部核验的规则，列表说明证明了什么（只证明几个：make prove IDS="1.41 2.26"）
	@$(PYTHON) -m sitegen prove $(IDS)

test: .venv/site.installed .venv/test.installed node_modules/ready .build/wasm/ready ## 运行全部测试：单元、生成、浏览器（只跑一部分：make test TESTS=tests/checkers）
	@sh tools/setup.sh chromium
	@sh tools/setup.sh firefox
	@$(PYTHON) -m sitegen build
	@$(PYTHON) -m pytest $(TESTS)

test-old: .venv/site.installed .venv/test.installed node_modules/ready $(OLD:%=.venv-old/chromium-%/ready) ## 在旧浏览器（Chromium 80、87、94、102、108）里测试网站和旧电脑用的离线版
	@sh tools/setup.sh chromium
	@$(PYTHON) -m sitegen offline
	@$(PYTHON) -m pytest -o addopts=-q tests/old

check: .venv/site.installed .venv/test.installed .venv/check.installed ## 检查代码风格和类型
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

bench: .venv/site.installed .venv/test.installed node_modules/ready ## 量速度：回答和本机 Python 比，启动和原装 Pyodide 比
	@sh tools/setup.sh chromium
	@$(PYTHON) -m sitegen build
	@$(PYTHON) -m tools.bench_answers
	@$(PYTHON) -m tools.bench_start

verify-sources: .venv/site.installed ## 用来源文本重新核对 data/fingerprints（文本不在仓库里，位置：make verify-sources SOURCES=../shared/sources）
	@$(PYTHON) -m sitegen.sources --texts $(SOURCES)

lock: .venv/lock.installed ## 重新锁定依赖的版本和哈希
	@sh tools/lock.sh

clean: ## 删除生成的文件和环境
	rm -rf .venv .venv-old .build dist site node_modules tests/artifacts

# A stamp per group: packages are installed again only when their pins changed.
.venv/bin/pip:
	@sh tools/setup.sh venv

.venv/site.installed .venv/test.installed .venv/check.installed .venv/lock.installed: .venv/%.installed: requirements/%.txt | .venv/bin/pip
	@sh tools/setup.sh packages $*
	@touch $@

.build/wasm/ready: requirements/wasm.txt | .venv/bin/pip
	@sh tools/setup.sh wasm
	@touch $@

node_modules/ready: package-lock.json | .venv/bin/pip
	@sh tools/setup.sh node_modules
	@touch $@

.venv-old/chromium-%/ready: requirements/old-%.txt | .venv/bin/pip
	@sh tools/setup.sh old $*
	@touch $@
