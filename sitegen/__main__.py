"""The commands behind the Makefile: ``python -m sitegen build``, ``offline``, ``prove``, ``serve`` and more."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sitegen.build import BuildFailed, build
from sitegen.holiday_file import write_holiday_file
from sitegen.offline import OfflineFailed, make_offline
from sitegen.problems import DataError
from sitegen.prove_report import report
from sitegen.runtime import CURRENT, OLDER, RuntimeMissing
from sitegen.serve import serve


def main() -> int:
    """Run one command in the current directory; the exit status is 0 only when all of it succeeded."""
    parser = argparse.ArgumentParser(prog="python -m sitegen", description="生成办事指南网站")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="生成网站到 site/")
    copying = commands.add_parser("offline", help="生成网站，再做成离线版 dist/*.zip")
    copying.add_argument("--kiosk", action="store_true", help="给大厅自助机用：每页都是自助机模式")
    dropping = commands.add_parser(
        "holiday-file", help="把一年的放假安排写成离线版能直接加的文件 dist/年份.js"
    )
    dropping.add_argument("year", type=Path, metavar="文件", help="例如 data/calendar/2027.yml")
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
    if arguments.command == "holiday-file":
        return _write_holiday_file(arguments.year)
    try:
        build(Path.cwd())
        if arguments.command == "offline":
            for release in (CURRENT, OLDER):
                make_offline(Path.cwd(), kiosk=arguments.kiosk, release=release)
    except OfflineFailed as error:
        print(f"离线版没有更新。{error}", file=sys.stderr)
    except DataError as error:
        print(f"数据有 {len(error.problems)} 处错误，网站没有更新：\n{error}", file=sys.stderr)
    except (BuildFailed, RuntimeMissing) as error:
        print(f"网站没有更新。{error}", file=sys.stderr)
    else:
        return 0
    return 1


def _write_holiday_file(source: Path) -> int:
    try:
        written = write_holiday_file(source, Path("dist"))
    except DataError as error:
        print(f"没有写成：\n{error}", file=sys.stderr)
        return 1
    print(f"完成：{written}。放进离线版的 holidays 文件夹就用上了。")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
