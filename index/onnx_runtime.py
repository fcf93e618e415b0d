"""ONNX Runtime, as everything here gets it: silent."""

import os
from types import ModuleType

SILENCE = "ORT_DISABLE_TELEMETRY"


def onnx_runtime() -> ModuleType:
    """Import ONNX Runtime so that it reports to nobody, unless the environment wants it to.

    From 1.32 on it otherwise sends what runs where to its maker, under a number for the machine
    that it keeps in the home folder. It reads this as its library is loaded, and not afterwards.
    """
    os.environ.setdefault(SILENCE, "1")
    import onnxruntime

    module: ModuleType = onnxruntime
    return module
