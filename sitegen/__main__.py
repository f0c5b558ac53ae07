"""The commands behind the Makefile: ``python -m sitegen build``, ``prove`` and ``serve``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sitegen.build import BuildFailed, build
from sitegen.problems import DataError
from sitegen.prove_report import report
from sitegen.runtime import RuntimeMissing
from sitegen.serve import serve


def main() -> int:
    """Run one command in the current directory; the exit status is 0 only when all of it succeeded."""
    parser = argparse.ArgumentParser(prog="python -m sitegen", description="生成办事指南网站")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="生成网站到 site/")
    proving = commands.add_parser("prove", help="证明核验的规则，列表说明证明了什么")
    proving.add_argument("--data", type=Path, default=Path("data"), help="数据文件夹（默认 %(default)s）")
    proving.add_argument("numbers", nargs="*", metavar="编号", help="事项编号，例如 1.41；不写就是全部")
    serving = commands.add_parser("serve", help="生成网站并在本机打开服务")
    serving.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    arguments = parser.parse_args()
    if arguments.command == "serve":
        return serve(Path.cwd(), arguments.port)
    if arguments.command == "prove":
        return report(arguments.data, arguments.numbers)
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
