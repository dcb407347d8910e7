"""What the review services hand to the pages: who is signed in, her lists, a case, and how a try to sign ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub_server.review.flaw import Flaw
from hub_server.store.cases import CaseFile
from hub_server.store.sessions import AnswerDraft, Claim
from hub_server.web.accounts import Person

if TYPE_CHECKING:
    from care_record.fold import Folded


@dataclass(frozen=True)
class Doctor(Person):
    """A doctor who is signed in, and the desks that are hers today, by id."""

    desks: dict[str, Folded]


@dataclass(frozen=True)
class OpenCase:
    """A case on the doctor's screen. `news`: what came in since she last saw it, as records; `pictures`: the SHA-256 of
    each of the patient's attachments whose bytes are there."""

    file: CaseFile
    claim: Claim | None
    draft: AnswerDraft | None
    may_answer: bool
    news: tuple[Folded, ...] = ()
    pictures: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Signing:
    """How a try to sign ended: `done`, or why nothing was sent."""

    done: bool = False
    flaws: tuple[Flaw, ...] = ()
    news: bool = False
    lost_to: Claim | None = None
    answered: bool = False
    withdrawn: bool = False
    passed_on: bool = False
