// Put into the page by the build. The page's own words: English in the page itself, in another
// language out of words/CODE.json (web/words.py), which is loaded only when it is wanted. They are
// found by `say` in scripts and `data-say` in the page.
"use strict";
(() => {
  const LANGUAGES = {{languages}}; // those of words/, put in by the build

  // As willows_app/language.py chooses: the first wanted one that there is, "de" for "de-AT".
  const firstOf = (wanted) => {
    for (const tag of wanted) {
      for (const parts = tag.toLowerCase().split("-"); parts.length; parts.pop()) {
        const found = ["en", ...LANGUAGES].find((code) => code.toLowerCase() === parts.join("-"));
        if (found) return found;
      }
    }
    return "en";
  };

  let words = {};
  globalThis.say = (english) => words[english] ?? english;

  // What the page and the app speak, and from which side it is read. What the page paints says it
  // too: of the page as a whole Flutter has its own say, and its accessibility tree would stand in
  // the wrong place on one that is read from the right.
  let spoken = { lang: firstOf(navigator.languages), dir: "ltr" };
  globalThis.speak = ({ lang, dir }, ...elements) => {
    spoken = { lang, dir };
    document.documentElement.lang = lang;
    for (const element of elements) Object.assign(element, spoken);
  };

  const learn = async () => {
    const { lang } = spoken;
    if (lang === "en") return;
    try {
      const response = await fetch(`words/${lang}.json`);
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const learnt = await response.json();
      words = learnt.words;
      speak({ lang, dir: learnt.dir }, document.getElementById("loading"));
      for (const element of document.querySelectorAll("[data-say]")) {
        const label = element.getAttribute("aria-label");
        if (label) element.setAttribute("aria-label", say(label));
        else element.textContent = say(element.textContent);
      }
      document.getElementById("exercises").innerHTML = learnt.exercises;
    } catch (error) {
      console.warn("The page's own words stay English.", error);
      learning = null; // it may be asked again
    }
  };

  // Asked for by whoever shows words that were not painted; once the page is read.
  let learning = null;
  globalThis.learnWords = () => (learning ??= learn());
})();
