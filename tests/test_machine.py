"""What is known of the machine, from files as Linux writes them."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import TooLittleMemoryError
from index.machine import MB, available_memory, has_vnni, lacks_avx2, require_memory

FREE = "MemTotal: 8000000 kB\nMemAvailable: 4000000 kB\nSwapFree: 1000000 kB\n"


def machine(folder: Path, files: dict[str, str]) -> tuple[Path, Path]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "proc", folder / "cgroup"


def test_without_groups_it_is_what_the_machine_has_with_its_swap(tmp_path: Path) -> None:
    found = available_memory(*machine(tmp_path, {"proc/meminfo": FREE}))
    assert found == 5_000_000 * 1024


@pytest.mark.parametrize(
    "files",
    [
        {
            "proc/self/cgroup": "0::/docker/it\n",
            "cgroup/docker/it/memory.max": "536870912\n",
            "cgroup/docker/it/memory.current": "209715200\n",
            "cgroup/docker/it/memory.stat": "anon 1\ninactive_file 104857600\n",
        },
        {  # a group above has the limit, as systemd's slices do
            "proc/self/cgroup": "0::/docker/it\n",
            "cgroup/docker/memory.max": "536870912\n",
            "cgroup/docker/memory.current": "209715200\n",
            "cgroup/docker/memory.stat": "inactive_file 104857600\n",
            "cgroup/docker/it/memory.max": "max\n",
            "cgroup/docker/it/memory.current": "1\n",
        },
        {
            "proc/self/cgroup": "5:cpu,cpuacct:/x\n4:memory:/docker/it\n",
            "cgroup/memory/docker/it/memory.limit_in_bytes": "536870912\n",
            "cgroup/memory/docker/it/memory.usage_in_bytes": "209715200\n",
            "cgroup/memory/docker/it/memory.stat": "total_inactive_file 104857600\n",
            "cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "cgroup/memory/memory.usage_in_bytes": "1\n",
        },
        {  # in a container the path is the host's, and the group is mounted as the root
            "proc/self/cgroup": "0::/\n",
            "cgroup/memory.max": "536870912\n",
            "cgroup/memory.current": "209715200\n",
            "cgroup/memory.stat": "inactive_file 104857600\n",
        },
    ],
    ids=["own group", "group above", "first version", "container"],
)
def test_the_least_of_the_groups_counts_and_files_nobody_uses_are_free(
    tmp_path: Path, files: dict[str, str]
) -> None:
    found = available_memory(*machine(tmp_path, {"proc/meminfo": FREE, **files}))
    assert found == 536870912 - 209715200 + 104857600


def test_where_nothing_is_told_nothing_is_known(tmp_path: Path) -> None:
    assert available_memory(tmp_path, tmp_path) is None


def test_a_limit_of_the_process_counts() -> None:
    program = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (300 << 20, 300 << 20))\n"
        "from index.machine import available_memory\n"
        "print(available_memory())\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert resource.RLIMIT_DATA
    assert 100 * MB < int(run.stdout) < 300 * MB


def test_too_little_is_one_line_that_names_what_is_needed_and_what_is_there() -> None:
    require_memory("a thing", 1)
    with pytest.raises(
        TooLittleMemoryError, match=r"^a thing needs 1,048,576 MB .*, and [\d,]+ MB"
    ):
        require_memory("a thing", 1 << 40)


@pytest.mark.parametrize(
    ("flags", "lacks"), [("fpu sse4_2 avx", True), ("fpu avx avx2", False), ("", False)]
)
def test_a_processor_without_avx2_is_known_by_its_flags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str, *, lacks: bool
) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    (tmp_path / "cpuinfo").write_text(f"processor: 0\nflags\t\t: {flags}\n" if flags else "")
    assert lacks_avx2(tmp_path) is lacks
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    assert not lacks_avx2(tmp_path)


@pytest.mark.parametrize("flags", ["avx2 avx512_vnni", "avx2 avx_vnni", "avx2 avx512f", ""])
def test_vnni_is_known_by_either_of_its_flags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str
) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    (tmp_path / "cpuinfo").write_text(f"processor: 0\nflags\t\t: {flags}\n" if flags else "")
    assert has_vnni(tmp_path) is ("vnni" in flags)
