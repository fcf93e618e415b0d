"""Side by side, in one run: this project and how others answer with the same model.

`__main__` runs each of `pipelines` in a process of its own, interleaved, and writes the tables of
docs/performance.md; `subject` is what runs in such a process, and `exactness` compares with fp32.
"""
