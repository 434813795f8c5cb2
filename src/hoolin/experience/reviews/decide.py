"""Command → facts about reviews.

It refuses: a scorecard of items that nobody judges, without words or without weight; a plan without its scorecard; whoever would judge their
own conversation, or one that is taken; marks that are not whole; an objection by somebody else, too late or a second time; a decision
on it by whoever had judged; a look at others' marks before one has judged (nobody is told them).
"""

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotAllowed, NotFound
from hoolin.core.facts import Content, Instant
from hoolin.experience.reviews import commands as c
from hoolin.experience.reviews import facts as f
from hoolin.experience.reviews.faults import faults
from hoolin.experience.reviews.marks import checked
from hoolin.experience.reviews.state import DAY_MS, Calibration, Review, ReviewDesk


def set_reviews(desk: ReviewDesk, command: c.SetReviews, now: Instant) -> Decision:
    """All of it at once. What was drawn before is judged by what held then."""
    if command.rules == desk.kept.rules:
        return Decision()
    if command.after != desk.kept.version:
        raise Conflict("reviews_changed", version=desk.kept.version)
    found = faults(command.rules, desk.site, desk.criteria.in_force.register)
    if found:
        raise Invalid("review_rules", faults=found)
    return Decision((f.ReviewsSet(version=desk.kept.version + 1, rules=command.rules),))


# ── reviews ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def draw(desk: ReviewDesk, command: c.DrawReview, now: Instant) -> Decision:
    """A conversation is judged once, however often it is drawn."""
    plan = next((one for one in desk.kept.rules.plans if one.code == command.plan), None)
    if plan is None or command.review in desk.kept.reviews:
        return Decision()
    drawn = f.ReviewDrawn(
        review=command.review, interaction=command.interaction, agent=command.agent, plan=plan.code, scorecard=plan.scorecard,
        version=desk.kept.version, chance=command.chance, reviewers=command.reviewers,
    )  # fmt: skip
    return Decision((drawn,))


def take(desk: ReviewDesk, command: c.TakeReview, now: Instant) -> Decision:
    """One place each; taking it again changes nothing."""
    one = _review(desk, command.review)
    if command.reviewer in one.takers:
        return Decision()
    if command.reviewer == one.agent:
        raise NotAllowed("own_conversation", review=one.review)
    if not one.place_for(command.reviewer):
        raise Conflict("review_taken", review=one.review)
    return Decision((f.ReviewTaken(review=one.review, reviewer=command.reviewer),))


def give_back(desk: ReviewDesk, command: c.GiveBackReview, now: Instant) -> Decision:
    """Before it was judged."""
    one = _mine(desk, command.review, command.reviewer)
    return Decision((f.ReviewGivenBack(review=one.review, reviewer=command.reviewer),))


def score_review(desk: ReviewDesk, command: c.ScoreReview, now: Instant) -> Decision:
    """Whole, and once: marks are not written over, an appeal is how they change."""
    one = _mine(desk, command.review, command.reviewer)
    marks = checked(desk.scorecard_of(one), command.marks)
    contents = _words(command.note_id, f"agent:{one.agent}", command.note)
    scored = f.ReviewScored(
        review=one.review, reviewer=command.reviewer, marks=marks, note=contents[0].id if contents else None
    )
    return Decision((scored,), contents, new=tuple(content.id for content in contents))


def appeal(desk: ReviewDesk, command: c.AppealReview, now: Instant) -> Decision:
    """By whoever was judged, once, within the days that the site gives."""
    one = _review(desk, command.review)
    if command.agent != one.agent:
        raise NotAllowed("not_yours", review=one.review)
    if not one.done:
        raise Conflict("not_judged_yet", review=one.review)
    if one.appeal != "none":
        raise Conflict("appealed_already", review=one.review)
    if now > one.scored_at + desk.kept.rules.appeal_days * DAY_MS:
        raise Conflict("appeal_too_late", review=one.review)
    content = Content(command.why_id, f"agent:{one.agent}", command.why.encode())
    return Decision(
        (f.ReviewAppealed(review=one.review, agent=one.agent, why=content.id),), (content,), new=(content.id,)
    )


def decide_appeal(desk: ReviewDesk, command: c.DecideAppeal, now: Instant) -> Decision:
    """By somebody who had not judged it and is not judged by it."""
    one = _review(desk, command.review)
    if one.appeal != "open":
        raise Conflict("no_appeal", review=one.review)
    if command.decider in one.marks or command.decider == one.agent:
        raise NotAllowed("not_impartial", review=one.review)
    marks = checked(desk.scorecard_of(one), command.marks) if command.verdict == "changed" else {}
    content = Content(command.why_id, f"agent:{one.agent}", command.why.encode())
    decided = f.AppealDecided(
        review=one.review, decider=command.decider, verdict=command.verdict, marks=marks, why=content.id
    )
    return Decision((decided,), (content,), new=(content.id,))


# ── other evidence on the same items ────────────────────────────────────────────────────────────────────────────────


def rate_own(desk: ReviewDesk, command: c.RateOwn, now: Instant) -> Decision:
    """An agent's view of their own conversation; a second one is a new one."""
    scorecard = desk.kept.rules.scorecard(command.scorecard)
    if scorecard is None:
        raise NotFound("scorecard", scorecard=command.scorecard)
    rated = f.ConversationSelfRated(
        interaction=command.interaction, agent=command.agent, scorecard=scorecard.code, version=desk.kept.version,
        marks=checked(scorecard, command.marks),
    )  # fmt: skip
    return Decision((rated,))


def record_visit(desk: ReviewDesk, command: c.RecordVisit, now: Instant) -> Decision:
    """What somebody met who came as a customer, to see."""
    scorecard = desk.kept.rules.scorecard(command.scorecard)
    if scorecard is None:
        raise NotFound("scorecard", scorecard=command.scorecard)
    if command.channel not in desk.site.kept.channels:
        raise Invalid("no_such_channel", channel=command.channel)
    contents = _words(command.note_id, f"visit:{command.visit}", command.note)
    recorded = f.VisitRecorded(
        visit=command.visit, interaction=command.interaction, channel=command.channel, scorecard=scorecard.code,
        version=desk.kept.version, marks=checked(scorecard, command.marks), note=contents[0].id if contents else None,
    )  # fmt: skip
    return Decision((recorded,), contents, new=(command.visit, *(content.id for content in contents)))


# ── calibration ─────────────────────────────────────────────────────────────────────────────────────────────────────


def open_calibration(desk: ReviewDesk, command: c.OpenCalibration, now: Instant) -> Decision:
    """Of different people, on a scorecard that holds now."""
    scorecard = desk.kept.rules.scorecard(command.scorecard)
    if scorecard is None:
        raise NotFound("scorecard", scorecard=command.scorecard)
    if len(set(command.reviewers)) != len(command.reviewers):
        raise Invalid("reviewer_twice")
    opened = f.CalibrationOpened(
        session=command.session, interaction=command.interaction, opener=command.opener, reviewers=command.reviewers,
        scorecard=scorecard.code, version=desk.kept.version,
    )  # fmt: skip
    return Decision((opened,), new=(command.session,))


def score_calibration(desk: ReviewDesk, command: c.ScoreCalibration, now: Instant) -> Decision:
    """Once, and before the marks are laid open."""
    one = _session(desk, command.session)
    if command.reviewer not in one.reviewers:
        raise NotAllowed("not_invited", session=one.session)
    if one.closed or command.reviewer in one.marks:
        raise Conflict("calibration_scored", session=one.session)
    marks = checked(desk.scorecard_of(one), command.marks)
    return Decision((f.CalibrationScored(session=one.session, reviewer=command.reviewer, marks=marks),))


def close_calibration(desk: ReviewDesk, command: c.CloseCalibration, now: Instant) -> Decision:
    """By whoever called it, once at least two have judged."""
    one = _session(desk, command.session)
    if command.closer != one.opener:
        raise NotAllowed("not_yours", session=one.session)
    if one.closed:
        return Decision()
    if len(one.marks) < 2:
        raise Conflict("too_few_marks", session=one.session, marks=len(one.marks))
    return Decision((f.CalibrationClosed(session=one.session),))


def _review(desk: ReviewDesk, review: str) -> Review:
    found = desk.kept.reviews.get(review)
    if found is None:
        raise NotFound("review", review=review)
    return found


def _mine(desk: ReviewDesk, review: str, reviewer: str) -> Review:
    one = _review(desk, review)
    if reviewer not in one.takers:
        raise NotAllowed("not_taken", review=review)
    if reviewer in one.marks:
        raise Conflict("judged_already", review=review)
    return one


def _session(desk: ReviewDesk, session: str) -> Calibration:
    found = desk.kept.sessions.get(session)
    if found is None:
        raise NotFound("calibration", session=session)
    return found


def _words(id: str | None, owner: str, words: str) -> tuple[Content, ...]:
    """What was written, as a content; none where nothing was."""
    return (Content(id, owner, words.strip().encode()),) if id is not None and words.strip() else ()


DECIDES: Decides = {
    c.SetReviews: set_reviews,
    c.DrawReview: draw,
    c.TakeReview: take,
    c.GiveBackReview: give_back,
    c.ScoreReview: score_review,
    c.AppealReview: appeal,
    c.DecideAppeal: decide_appeal,
    c.RateOwn: rate_own,
    c.RecordVisit: record_visit,
    c.OpenCalibration: open_calibration,
    c.ScoreCalibration: score_calibration,
    c.CloseCalibration: close_calibration,
}
