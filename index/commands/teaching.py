"""The command fit: weights, the adapter, answerability, the glossary."""

import argparse
from pathlib import Path

from index.commands.common import encoder_of, print_line
from index.fitted import fitted_folder
from index.glossary import SHIPPED_GLOSSARY
from index.model_passport import ADAPTER, ANSWERABILITY
from index.progress import progress_bars
from index.question_sets import Part


def teach(options: argparse.Namespace) -> None:
    """Fit weights, or make what else is asked for, and say where it was written."""
    if options.adapter or options.mean:
        _train_adapter(options)
    elif options.answerability:
        _train_answerability(options)
    elif options.glossary:
        _make_glossary(options)
    else:
        _fit(options)


def _fit(options: argparse.Namespace) -> None:
    from index.corpora import read_corpora
    from index.fitting import fit
    from index.reporting import told_of_fit

    corpora = read_corpora(options.files)
    encoder = encoder_of(options)
    out = options.out or fitted_folder(options.data_dir, encoder)
    part = Part.WEIGHTS if encoder.passport.adapter else Part.FITTED
    with progress_bars() as bars:
        found = fit(corpora, encoder, part, bars)
    found.write(out)
    for line in told_of_fit(corpora, part, found.weights):
        print_line(line)
    print_line(f"weights and background written to {out}")


def _train_adapter(options: argparse.Namespace) -> None:
    from index.adapter import train_adapter
    from index.averaging import mean_adapter

    out = options.out or ADAPTER
    if options.mean:
        mean_adapter(options.files, out)
    else:
        with progress_bars() as bars:
            train_adapter(options.files, out, progress=bars)
    _tell_of_taught("adapter", out)


def _train_answerability(options: argparse.Namespace) -> None:
    from index.answerability import train_answerability

    out = options.out or ANSWERABILITY
    with progress_bars() as bars:
        train_answerability(options.files, out, progress=bars)
    _tell_of_taught("answerability", out)


def _make_glossary(options: argparse.Namespace) -> None:
    from index.glossary_files import read_glossary

    out = options.out or SHIPPED_GLOSSARY
    glossary = read_glossary(options.files)
    glossary.save(out)
    print_line(f"glossary of {len(glossary)} words written to {out}")


def _tell_of_taught(what: str, out: Path) -> None:
    print_line(
        f"{what} written to {out}; the bundled model is exported with it when it is next opened"
    )
