"""What the machine has: memory that may still be taken, and the instructions of its processor."""

import platform
from collections.abc import Iterator
from pathlib import Path

from index.errors import TooLittleMemoryError

MB = 1024 * 1024
PROC, CGROUPS = Path("/proc"), Path("/sys/fs/cgroup")
# More than any machine has: how a control group of the first version says that it has no limit.
_NO_LIMIT = 1 << 60


def require_memory(what: str, needed: int) -> None:
    """Raise TooLittleMemoryError where less than so many bytes can be had.

    To be told beats to be killed halfway, which is what Linux does.
    """
    there = available_memory()
    if there is not None and there < needed:
        raise TooLittleMemoryError(
            f"{what} needs {needed / MB:,.0f} MB of memory, and {there / MB:,.0f} MB are there; "
            "do it where there is more, and copy DATA_DIR: serving from it takes 200 to 400 MB"
        )


def available_memory(proc: Path = PROC, cgroups: Path = CGROUPS) -> int | None:
    """Return how many bytes this process may still take, or None where that cannot be known.

    The least of what the machine has, with its swap, and of what the control groups that the
    process is in (containers, services) and its own limits leave.
    """
    found = [*_of_machine(proc), *_of_groups(proc, cgroups), *_of_limits(proc)]
    return max(0, min(found)) if found else None


def _of_machine(proc: Path) -> Iterator[int]:
    table = _table(proc / "meminfo")
    if "MemAvailable" in table:
        yield 1024 * (table["MemAvailable"] + table.get("SwapFree", 0))


def _of_groups(proc: Path, cgroups: Path) -> Iterator[int]:
    """Yield what each memory group from the process's own up to the root leaves."""
    for line in _read(proc / "self" / "cgroup").splitlines():
        number, kinds, path = line.split(":", 2)
        if number == "0":
            root, limit, used, idle = cgroups, "memory.max", "memory.current", "inactive_file"
        elif "memory" in kinds.split(","):
            root, limit, used = cgroups / "memory", "memory.limit_in_bytes", "memory.usage_in_bytes"
            idle = "total_inactive_file"
        else:
            continue
        group = root / path.lstrip("/")
        while True:
            most, taken = _number(group / limit), _number(group / used)
            if most is not None and taken is not None and most < _NO_LIMIT:
                # Pages of files that nobody uses are given back when somebody wants them.
                yield most - taken + _table(group / "memory.stat").get(idle, 0)
            if group == root or root not in group.parents:
                break
            group = group.parent


def _of_limits(proc: Path) -> Iterator[int]:
    """Yield what the limits of the process itself (`ulimit`) leave."""
    try:
        import resource
    except ImportError:  # Windows
        return
    taken = _table(proc / "self" / "status")
    for kind, name in ((resource.RLIMIT_AS, "VmSize"), (resource.RLIMIT_DATA, "VmData")):
        most, _ = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY and name in taken:
            yield most - 1024 * taken[name]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _number(path: Path) -> int | None:
    text = _read(path).strip()
    return int(text) if text.isdecimal() else None


def _table(path: Path) -> dict[str, int]:
    """Return a file of names and numbers, such as `MemAvailable:  123 kB`."""
    rows = (line.replace(":", " ").split() for line in _read(path).splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) > 1 and row[1].isdecimal()}


def lacks_avx2(proc: Path = PROC) -> bool:
    """Say whether this is an x86-64 processor without AVX2; False where that cannot be known."""
    flags = _flags(proc)
    return bool(flags) and "avx2" not in flags


def has_vnni(proc: Path = PROC) -> bool:
    """Say whether this is an x86-64 processor with VNNI; False where that cannot be known."""
    return bool(_flags(proc) & {"avx512_vnni", "avx_vnni"})


def _flags(proc: Path) -> frozenset[str]:
    """Return what instructions an x86-64 processor says that it has."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return frozenset()
    lines = [line for line in _read(proc / "cpuinfo").splitlines() if line.startswith("flags")]
    return frozenset(lines[0].split()) if lines else frozenset()
