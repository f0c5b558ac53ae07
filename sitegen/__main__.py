"""The commands behind the Makefile: ``python -m sitegen build`` and ``python -m sitegen serve``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sitegen.build import BuildFailed, build
from sitegen.problems import DataError
from sitegen.runtime import RuntimeMissing
from sitegen.serve import serve


def main() -> int:
    """Run one command in the current directory; the exit status is 0 only when all of it succeeded."""
    parser = argparse.ArgumentParser(prog="python -m sitegen", description="生成办事指南网站")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="生成网站到 site/")
    serving = commands.add_parser("serve", help="生成网站并在本机打开服务")
    serving.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    arguments = parser.parse_args()
    if arguments.command == "serve":
        return serve(Path.cwd(), arguments.port)
    try:
        build(Path.cwd())
    except DataError as error:
        print(f"数据有 {len(error.problems)} 处错误，网站没有更新：\n{error}", file=sys.stderr)
    except (BuildFailed, RuntimeMissing) as error:
        print(f"网站没有更新。{error}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
