"""What is made of every note of the corpus of wordings, judged once for all tests of a process."""

from functools import cache

from bench.sentences import CORPUS, SentenceVerdict, judge, notes


@cache
def verdicts() -> tuple[SentenceVerdict, ...]:
    """The verdict on each note, when the first test asks: at collection, each process would judge them all."""
    return tuple(judge(note) for note in notes(sorted(CORPUS.glob("*.jsonl"))))
