"""A file of an array, written so that a disk that is full is an error."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def write_array(path: Path, array: NDArray[Any]) -> None:
    """Write what `np.load` reads; raise OSError where not all of it is written.

    `np.save` may leave out the last 4 KB and say nothing.
    """
    rows = np.ascontiguousarray(array)
    header = np.lib.format.header_data_from_array_1_0(rows)
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        file.write(rows.reshape(-1).view(np.uint8).data)
