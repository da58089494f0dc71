"""A prescription on paper: one page of A4, with the code that brings it onto the patient's phone.

It is one HTML file that needs nothing else, runs nothing and may fetch nothing: its policy
allows one style, by its hash. Any browser prints it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape

from willows_app.clinic.prescription_words import band_words, beyond_words
from willows_app.clinic.qr import as_svg, modules_across, qr_code
from willows_app.clinic.written_in import attributes
from willows_app.language import N_, _, counted, in_use, of_a_handout
from willows_app.pictures.drawn import drawn
from willows_app.routine.model import Exercise, Routine
from willows_app.routine.prescription import Prescription, prescribed
from willows_app.routine.words import dose_words

STYLE = """
:root { color-scheme: light; --ink: #16211b; --quiet: #4a574f; --line: #b9c4bd; --green: #2f6b4f; }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 8mm; max-width: 210mm; background: #fff; color: var(--ink);
  font: 7.9pt/1.24 system-ui, "Roboto", "Segoe UI", sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.9em; line-height: 1.15; margin: 0 0 1mm; }
h2 { font-size: 1.15em; margin: 0 0 .5mm; color: var(--green); }
.exercise h2 { font-size: 1.1em; margin: 0; color: inherit; }
p, ul { margin: 0 0 .8mm; }
ul { padding-left: 4mm; }
header { display: flex; gap: 6mm; justify-content: space-between; align-items: flex-start; }
header .when { font-size: 1.2em; font-weight: 600; margin: 1.5mm 0; }
.quiet { color: var(--quiet); }
.note { border-left: 1.2mm solid var(--green); padding: .6mm 0 .6mm 2.5mm; font-size: 1.1em; }
.code { flex: none; margin: -2mm 0 0; }
.code svg { display: block; width: 100%; height: auto; }
ol { list-style: none; margin: 1mm 0 2mm; padding: 0; display: grid; grid-template-columns: 1fr 1fr;
     column-gap: 5mm; }
li.exercise { display: flex; gap: 2.5mm; border-top: .2mm solid var(--line); padding: 1.4mm 0;
              break-inside: avoid; }
.pictures { flex: none; width: 25mm; }
.pictures svg { display: block; width: 25mm; height: 20mm; }
.of-2 svg { height: 13mm; }
.dose { font-weight: 600; }
.beyond { font-style: italic; }
footer { display: grid; grid-template-columns: 1fr 1fr; column-gap: 5mm; font-size: .95em;
         border-top: .4mm solid var(--green); padding-top: 1.5mm; }
.few { font-size: 8.8pt; }
.few ol { display: block; }
.few .pictures { width: 36mm; }
.few .pictures svg { width: 36mm; height: 26mm; }
.few .of-2 svg { height: 22mm; }
.many { font-size: 7pt; }
.many .pictures { width: 16mm; }
.many .pictures svg { width: 16mm; height: 11mm; }
@page { size: A4; margin: 8mm; }
@media print { body { padding: 0; max-width: none; } }
@media screen and (max-width: 40em) {
  header, ol, footer { display: block; }
  .code { margin: 4mm auto; }
}
"""

FEW, MANY = 3, 12
"""Up to so many exercises have room for their steps; more than so many have smaller letters."""

ABOVE_COUNTS = N_("Where this names another number, the one above counts.")

MOST_PICTURES = 2
"""Of one exercise."""

SHARED = 3
"""What so many exercises say to take care of is said below all of them."""

MILLIMETRES_A_MODULE = 0.5
SMALLEST_CODE, LARGEST_CODE = 40, 52
"""Millimetres across."""


def handout_page(handout: Routine, prescription: Prescription, link: str) -> bytes:
    """The page, in UTF-8."""
    routine = prescribed(handout, prescription)
    code = qr_code(link)
    width = MILLIMETRES_A_MODULE * modules_across(code)
    width = min(max(SMALLEST_CODE, width), LARGEST_CODE)
    style = STYLE + f".code {{ width: {width:g}mm; }}\n"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = _("Exercises: {handout}").format(handout=routine.title)
    heading = _("Your exercises: {handout}").format(handout=routine.title)
    scan = _(
        "Scan the code with your phone’s camera. Willows then guides you through the exercises."
    )
    care = _heading(_("Take care"))
    count, shared = len(routine.exercises), _shared(routine)
    size = "few" if count <= FEW else "many" if count > MANY else ""
    exercises = "\n".join(
        _exercise(
            number,
            each,
            beyond_words(handout.exercise(each.id), prescription.dose(each.id)),
            [caution for caution in each.cautions if caution not in {*routine.cautions, *shared}],
            _pictures(routine, each),
            each.steps if count <= FEW else (),
        )
        for number, each in enumerate(routine.exercises, start=1)
    )
    return f"""\
<!doctype html>
<html {attributes(in_use())}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body class="{size}">
<header>
<div>
<p class="quiet">{escape(routine.clinic)}</p>
<h1>{escape(heading)}</h1>
<p class="when">{escape(_when(routine))}</p>
<p>{escape(scan)}</p>
{_note(prescription)}
</div>
<div class="code">{as_svg(code)}</div>
</header>
<main><ol>
{exercises}
</ol></main>
<footer>
<section>{care}{_listed((*routine.cautions, *shared.values()))}</section>
<section>{_pain(routine)}</section>
</footer>
</body>
</html>
""".encode()


def _when(routine: Routine) -> str:
    schedule = routine.schedule
    often = {1: _("Once a day"), 2: _("Twice a day")}.get(schedule.daily_sessions) or counted(
        schedule.daily_sessions, "{count} time a day", "{count} times a day"
    )
    return counted(
        schedule.daily_days,
        "{often} for {count} day, then {then}",
        "{often} for {count} days, then {then}",
        often=often,
        then=_(schedule.then),
    )


def _note(prescription: Prescription) -> str:
    return f'<p class="note">{escape(prescription.note)}</p>' if prescription.note else ""


def _pictures(routine: Routine, exercise: Exercise) -> str:
    """What each move looks like at its end; of many the first and the one in the middle."""
    picture = routine.picture(exercise)
    if picture is None:
        return ""
    ends = list(dict.fromkeys(picture.moves.values()))
    shown = ends if len(ends) <= MOST_PICTURES else [ends[0], ends[len(ends) // 2]]
    drawings = "".join(drawn(picture, picture.pose(id)).svg for id in shown)
    return f'<div class="pictures of-{len(shown)}">{drawings}</div>'


def _exercise(
    number: int,
    exercise: Exercise,
    beyond: str,
    cautions: Iterable[str],
    pictures: str,
    steps: Sequence[str],
) -> str:
    things = ", ".join(map(of_a_handout, exercise.equipment))
    needed = _("You need: {equipment}.").format(equipment=things)
    position = [f"{exercise.position}.", *([needed] if exercise.equipment else [])]
    parts = [
        f"<h2>{number}. {escape(exercise.title)}</h2>",
        f'<p class="dose">{escape(dose_words(exercise.dose))}</p>',
        f'<p class="beyond">{escape(beyond)}.</p>' if beyond else "",
        f"<p>{escape(' '.join(position))}</p>",
        _listed([*steps, *([_(ABOVE_COUNTS)] if beyond else [])]) if steps else "",
        f'<p class="quiet">{escape(" ".join(cautions))}</p>',
    ]
    return f'<li class="exercise">{pictures}<div>{"".join(parts)}</div></li>'


def _shared(routine: Routine) -> dict[str, str]:
    """What several exercises say to take care of, with their numbers; so it is said once."""
    numbers: dict[str, list[int]] = {}
    for number, exercise in enumerate(routine.exercises, start=1):
        for caution in exercise.cautions:
            numbers.setdefault(caution, []).append(number)
    return {
        caution: _("Exercises {numbers}: {caution}").format(numbers=_numbered(of), caution=caution)
        for caution, of in numbers.items()
        if len(of) >= SHARED and caution not in routine.cautions
    }


def _numbered(numbers: Sequence[int]) -> str:
    """ "1, 3", or "3 to 10" where none is missing."""
    first, last = numbers[0], numbers[-1]
    if len(numbers) == last - first + 1:
        return _("{first} to {last}").format(first=first, last=last)
    return ", ".join(map(str, numbers))


def _pain(routine: Routine) -> str:
    bands = [_("Pain {band}").format(band=band_words(each)) for each in routine.pain_bands]
    parts = [_heading(_("If it hurts")), _listed(routine.if_it_hurts)]
    if bands:
        parts += [_heading(_("After a session")), _listed(bands)]
    return "".join(parts)


def _heading(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


def _listed(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"
