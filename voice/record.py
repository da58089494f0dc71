"""Makes the recordings and tones of the app: `python -m voice.record`. See voice/README.md."""

from __future__ import annotations

import importlib.util
import json
import math
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from voice.sentences import sentences
from willows_app.guide.cue_words import clip_of
from willows_app.guide.cues import Tone
from willows_app.language import use
from willows_app.shipped import shipped

REPOSITORY = Path(__file__).parents[1]
OWN = Path(__file__).parent / "own"
"""Recordings of the clinic's own, wav or mp3, with the names of those they replace."""

RATE = 16000
"""Samples a second, as the voices speak."""

QUIET = 250
"""What is below this, of 32767, at the ends of a recording is silence."""

LOUDNESS = 3600
"""The root mean square that every recording is brought to, short of clipping."""

TONES: dict[Tone, tuple[tuple[float, float], ...]] = {
    # The notes of each tone, with their seconds: low, soft and short.
    Tone.NEXT: ((392.0, 0.18), (523.3, 0.34)),
    Tone.BEGIN: ((523.3, 0.4),),
    Tone.LET_GO: ((523.3, 0.18), (392.0, 0.34)),
    Tone.READY: ((440.0, 0.22),),
    Tone.HALFWAY: ((440.0, 0.16), (440.0, 0.24)),
    Tone.TICK: ((349.2, 0.12),),
    Tone.DONE: ((392.0, 0.2), (493.9, 0.2), (587.3, 0.6)),
}


def main() -> int:
    """Makes every file anew; returns the exit code."""
    missing = [tool for tool in ("flite", "lame", "sox") if shutil.which(tool) is None]
    missing += [name for name in ("py_nanotts",) if importlib.util.find_spec(name) is None]
    if missing:
        print(f"Not found: {', '.join(missing)}. See voice/README.md.", file=sys.stderr)
        return 1
    voice, sounds = REPOSITORY / "assets" / "voice", REPOSITORY / "assets" / "sounds"
    for old in (*voice.rglob("*.mp3"), *sounds.glob("*.mp3")):
        old.unlink()
    for tone, notes in TONES.items():
        _encode(_tone(notes), sounds / f"{tone}.mp3")
    clips = {clip: about for code in SPEAKERS for clip, about in _recorded(code, voice).items()}
    listed = json.dumps(clips, indent=1, ensure_ascii=False)
    (REPOSITORY / "data" / "clips.json").write_text(listed + "\n", "utf-8")
    for folder in (*voice.iterdir(), sounds):
        size = sum(file.stat().st_size for file in folder.glob("*.mp3"))
        print(f"{folder.relative_to(REPOSITORY)}: {size / 1024:.0f} KiB")
    return 0


def _recorded(code: str, folder: Path) -> dict[str, dict[str, object]]:
    """What was recorded in this language, as `data/clips.json` lists it."""
    use(shipped().languages[code])
    said = {clip_of(words): words for words in sentences()}
    (folder / code).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as pool:
        seconds = pool.map(
            lambda clip: _record(clip, said[clip], SPEAKERS[code], folder), sorted(said)
        )
        return {
            clip: {"words": said[clip], "seconds": length}
            for clip, length in zip(sorted(said), seconds, strict=True)
        }


def _record(clip: str, words: str, speak: Speaker, folder: Path) -> float:
    """Record these words, or take the clinic's own recording of them; how long it is."""
    samples = _own(clip) or _spoken(words, speak)
    levelled = _levelled(_trimmed(samples))
    _encode(levelled, folder / f"{clip}.mp3")
    return round(len(levelled) / RATE, 2)


def _own(clip: str) -> array[int] | None:
    for name in (f"{clip}.wav", f"{clip}.mp3"):
        if (OWN / name).exists():
            with tempfile.TemporaryDirectory() as scratch:
                file = Path(scratch) / "own.wav"
                _run("sox", OWN / name, "-r", RATE, "-c", 1, "-b", 16, file)
                return _samples(file)
    return None


def _spoken(words: str, speak: Speaker) -> array[int]:
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "spoken.wav"
        speak(words, file)
        return _samples(file)


def _flite(words: str, file: Path) -> None:
    """English: the voice slt of CMU Flite."""
    _run("flite", "-voice", "slt", "--setf", "duration_stretch=1.05", "-t", words, "-o", file)


def _pico(words: str, file: Path) -> None:
    """German: the voice de-DE of SVOX Pico, soft enough that nothing is cut off."""
    how = ("-v", "de-DE", "--speed", 0.95, "--volume", 0.5)
    _run(sys.executable, "-m", "py_nanotts", words, *how, "-o", file)


Speaker = Callable[[str, Path], None]
"""Speaks words into a wav file of 16-bit mono."""

SPEAKERS: dict[str, Speaker] = {"en": _flite, "de": _pico}
"""Who speaks each language; one without a speaker has tones."""


def _samples(file: Path) -> array[int]:
    with wave.open(str(file)) as sound:
        assert (sound.getnchannels(), sound.getframerate()) == (1, RATE), file
        return array("h", sound.readframes(sound.getnframes()))


def _trimmed(samples: array[int]) -> array[int]:
    """Without the silence at both ends, but for the breath of an eye."""
    loud = [number for number, sample in enumerate(samples) if abs(sample) > QUIET]
    margin = RATE // 25
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def _levelled(samples: array[int]) -> array[int]:
    spoken = [sample for sample in samples if abs(sample) > QUIET]
    level = math.sqrt(sum(sample * sample for sample in spoken) / len(spoken))
    gain = min(LOUDNESS / level, 30000 / max(map(abs, samples)))
    return array("h", (round(sample * gain) for sample in samples))


def _tone(notes: tuple[tuple[float, float], ...]) -> array[int]:
    """Sines with a soft beginning that die away, as of a small bell."""
    return array("h", (sample for pitch, seconds in notes for sample in _note(pitch, seconds)))


def _note(pitch: float, seconds: float) -> Iterator[int]:
    count = round(seconds * RATE)
    for number in range(count):
        time = number / RATE
        swell = min(1.0, time / 0.015) * min(1.0, (count - number) / (0.03 * RATE))
        fade = math.exp(-3.0 * time / seconds)
        wave_ = math.sin(2 * math.pi * pitch * time) + 0.2 * math.sin(4 * math.pi * pitch * time)
        yield round(9000 * swell * fade * wave_)


def _encode(samples: array[int], file: Path) -> None:
    """A small mono mp3; its tag lets a browser leave out the silence that encoding adds."""
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.wav"
        with wave.open(str(plain), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(samples.tobytes())
        _run("lame", "--quiet", "-m", "m", "--cbr", "-b", 24, "-q", 0, plain, file)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    sys.exit(main())
