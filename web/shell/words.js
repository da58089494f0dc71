// Put into the page by the build. The page's own words: English in the page itself, in another
// language out of words/CODE.json (web/words.py), which is loaded only when it is wanted. They are
// found by `say` in scripts and `data-say` in the page.
"use strict";
(() => {
  const LANGUAGES = {{languages}}; // those of words/, put in by the build
  const root = document.documentElement;

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

  const learn = async () => {
    const code = root.lang;
    if (code === "en") return;
    try {
      const response = await fetch(`words/${code}.json`);
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const learnt = await response.json();
      words = learnt.words;
      root.dir = learnt.dir;
      for (const element of document.querySelectorAll("[data-say]")) {
        const label = element.getAttribute("aria-label");
        if (label) element.setAttribute("aria-label", say(label));
        else element.textContent = say(element.textContent);
      }
      document.getElementById("exercises").innerHTML = learnt.exercises;
    } catch (error) {
      root.lang = "en";
      console.warn("The page's own words stay English.", error);
    }
  };

  // Asked for by whoever shows words that were not painted; once the page is read.
  let learning = null;
  globalThis.learnWords = () => (learning ??= learn());

  // Until the app has said what it speaks (today.js).
  root.lang = firstOf(navigator.languages);
})();
