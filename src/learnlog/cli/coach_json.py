"""What a coach sees, in JSON for programs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from learnlog.coaching.cohort import Cohort
    from learnlog.model.learner import Learner, ReceivedEntry


def cohort_json(found: "Cohort") -> dict[str, Any]:
    """Return the cohort for programs: without names, which no export of a cohort may have."""
    return {
        "learners": found.learners,
        "topics": [{"name": one.name, "learners": one.learners} for one in found.topics],
        "matches": len(found.matches),
        "questions": len(found.questions),
        "quiet": len(found.quiet),
        "offers": sorted({offer for offer, _ in found.offers}, key=str.casefold),
    }


def learner_json(learner: "Learner") -> dict[str, Any]:
    """Return a learner for programs."""
    return {
        "id": learner.id,
        "called": learner.called,
        "entries": learner.entries,
        "new": learner.fresh,
        "question": learner.question,
        "made": learner.made.isoformat() if learner.made else None,
        "agreed": list(learner.agreed),
        "away_until": learner.away_until.isoformat() if learner.away_until else None,
        "offers": list(learner.offers),
    }


def entry_json(entry: "ReceivedEntry") -> dict[str, Any]:
    """Return an entry that was shared with me for programs."""
    return {
        "id": entry.id,
        "title": entry.title,
        "body": entry.body,
        "kind": entry.kind,
        "day": entry.day.isoformat(),
        "themes": list(entry.themes),
        "visibility": entry.visibility,
        "open": entry.is_open,
        "assignment": entry.assignment,
        "read": entry.is_read,
        "files": [
            {"number": f.number, "name": f.name, "type": f.type, "size": f.size, "alt": f.alt}
            for f in entry.files
        ],
    }
