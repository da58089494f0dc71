// Put into the page by the build. Paints the patient's Today as the app left it, before Flutter
// and Python are up, and keeps a tap on "Start session" until they are.
"use strict";
(() => {
  const KEPT_AS = "willows.today";
  const root = document.documentElement;

  // Shapes of Material icons (Apache-2.0), 24 by 24.
  const RING = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m0 18a8 8 0 1 1 0-16 8 8 0 0 1 0 16";
  const SHAPES = {
    done: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m-2 15-5-5 1.41-1.41L10 14.17l7.59-7.59L19 8z",
    "partly done": `${RING}M16.24 7.76A6 6 0 0 0 12 6v6l-4.24 4.24a6 6 0 0 0 8.48-8.48`,
    missed:
      "M19 6.41 17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z",
    paused: "M6 19h4V5H6zm8-14v14h4V5z",
    "not due": "M19 13H5v-2h14z",
    due: RING,
    play: "M8 5v14l11-7z",
    today: "M19 3h-1V1h-2v2H8V1H6v2H5a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h14a2 2 0 0 0 2-2V5a2 2 0 0 0-2-2m0 16H5V8h14zM7 10h5v5H7z",
    exercises:
      "M12 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4m9 12v-2a7 7 0 0 1-5.6-2.68l-1.34-1.6A2 2 0 0 0 12.53 9h-1.06a2 2 0 0 0-1.53.72l-1.34 1.6A7 7 0 0 1 3 14v2c2.77 0 5.19-1.17 7-3.25V15l-3.88 1.55A1.8 1.8 0 0 0 6.79 20H9v-.5a2.5 2.5 0 0 1 2.5-2.5h3a.5.5 0 0 1 0 1h-3a1.5 1.5 0 0 0-1.5 1.5v.5h7.1a1.8 1.8 0 0 0 1.04-3.21L14 15v-2.25A9.2 9.2 0 0 0 21 16",
    history:
      "M13 3a9 9 0 0 0-9 9H1l3.89 3.89.07.14L9 12H6a7 7 0 1 1 2.06 4.94l-1.42 1.42A9 9 0 1 0 13 3m-1 5v5l4.28 2.54.72-1.21-3.5-2.08V8z",
  };

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  };

  const shape = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.classList.add("mark", ...(name.includes("done") ? ["strong"] : []));
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", SHAPES[name] ?? SHAPES.due);
    svg.append(path);
    return svg;
  };

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(KEPT_AS));
    } catch {
      return null; // no storage, or not ours: then there is nothing to paint
    }
  };

  // The patient's day, which may end after midnight; as in adherence/days.py.
  const dayNow = (endsAt) => {
    const now = new Date();
    const [hours, minutes] = endsAt.split(":").map(Number);
    if (now.getHours() * 60 + now.getMinutes() < hours * 60 + minutes)
      now.setDate(now.getDate() - 1);
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  const planCard = (day) => {
    const card = make(
      "section",
      "card",
      make("h2", "", day.plan),
      make("p", "status", shape(day.mark), day.status),
    );
    if (day.week.length) {
      const week = make(
        "div",
        "week",
        ...day.week.map(([name, mark]) => make("span", "", name, shape(mark))),
      );
      week.setAttribute("role", "img");
      week.setAttribute("aria-label", day.weekWords);
      card.append(week);
    }
    if (day.streak) card.append(make("p", "", day.streak));
    return card;
  };

  // What can be tapped only in the app itself, in its place.
  const link = (className, address, ...children) => {
    const anchor = make("a", className, ...children);
    anchor.href = address; // Flutter reads it when it starts
    return anchor;
  };

  const nextCard = (today) => {
    const minutes = today.minutes.map((each) =>
      make("span", each === today.chosen ? "chosen" : "", each),
    );
    const choice = make("div", "minutes", ...minutes);
    choice.setAttribute("aria-hidden", "true");
    return make(
      "section",
      "card",
      make("h2", "", today.next),
      make("p", "faint", today.clinic),
      make("p", "", today.words.time),
      choice,
      make("p", "", today.summary),
    );
  };

  const bar = ({ today, exercises, history }) =>
    make(
      "nav",
      "bar",
      link("chosen", "#/", shape("today"), today),
      link("", "#/exercises", shape("exercises"), exercises),
      link("", "#/history", shape("history"), history),
    );

  const startButton = ({ start, opening }) => {
    const button = make("button", "start", shape("play"), start);
    button.type = "button";
    button.onclick = () => {
      button.disabled = true;
      button.lastChild.data = opening;
      tellPython("session.wanted");
    };
    return button;
  };

  const paint = () => {
    const today = kept();
    const day = today?.words && today.days[dayNow(today.dayEndsAt)]; // else of an older version
    const elsewhere = location.hash.length > 2; // another screen than Today was left open
    if (!day || elsewhere) return learnWords();
    const main = make("main", "", make("h1", "", today.words.today), make("p", "faint", day.date));
    main.append(planCard(day), nextCard(today));
    const painted = document.getElementById("today");
    speak(today, painted);
    painted.append(main, bar(today.words));
    if (today.start) painted.append(startButton(today.words));
    painted.hidden = false;
    root.dataset.painted = "today";
    performance.mark("painted");
  };

  // Called by bridge.js, with what ui/glance.py made.
  globalThis.keepToday = (glance) => {
    speak(glance);
    localStorage.setItem(KEPT_AS, JSON.stringify(glance));
  };

  // Called by index.html where its body begins.
  globalThis.paintToday = () => {
    try {
      paint();
    } catch (error) {
      console.warn("Today could not be painted before the app is up.", error);
    }
  };

  const left = kept();
  if (left?.lang) speak(left);
})();
