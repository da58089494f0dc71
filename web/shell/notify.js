// Loaded by bridge.js when Python first asks for reminders. Keeps their time while the page is
// open, be it out of sight; the service worker shows them (reminders.js).
const LONGEST = 300_000; // ms: the timers of some devices stand still while they sleep
const NOW_AND_THEN = 43_200_000; // ms: no browser wakes a service worker more often

const workers = navigator.serviceWorker;

let wanted = { nudges: [], due: false };
let tests = [];
let timer;

// Where no service worker can be, there are no notifications either.
const permission = () =>
  workers && globalThis.Notification ? Notification.permission : "impossible";

const background = async () => {
  const registration = await workers?.getRegistration();
  if (!registration?.periodicSync) return false;
  const { state } = await navigator.permissions.query({ name: "periodic-background-sync" });
  return state === "granted";
};

export const state = async () => ({
  permission: permission(),
  background: await background(),
  badge: "setAppBadge" in navigator,
  agent: navigator.userAgent,
});

export const ask = async () => {
  if (permission() !== "impossible") await Notification.requestPermission();
  return permission();
};

export const keep = async (what) => {
  wanted = what;
  arm();
  const { active } = (await workers?.getRegistration()) ?? {};
  if (active) await handOver();
  // On a first visit the app is still being stored. What has changed by then is handed over.
  else workers?.ready.then(handOver).catch(console.warn);
};

const handOver = async () => {
  await tell("keepReminders", wanted);
  if (!(await background())) return;
  const { periodicSync } = await workers.ready;
  if (wanted.nudges.length) await periodicSync.register("reminders", { minInterval: NOW_AND_THEN });
  else await periodicSync.unregister("reminders");
};

export const test = async (nudge) => {
  await tell("addReminder", nudge);
  tests = [...tests, nudge];
  arm();
};

// The file is opened where this device offers to add it to a calendar; the page stays.
export const openCalendar = async (content) => {
  if (!workers?.controller) throw new Error("Willows is not stored on this device yet.");
  await tell("keepCalendar", content);
  const link = document.createElement("a");
  link.href = new URL("reminder.ics", document.baseURI);
  link.click();
};

const tell = async (what, value) => {
  const { active } = (await workers?.getRegistration()) ?? {};
  if (!active) throw new Error("Willows is not stored on this device yet.");
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  active.postMessage({ ask: what, value }, [port2]);
  const { error } = await answered;
  if (error) throw new Error(error);
};

const midnight = () => new Date().setHours(24, 0, 0, 0);

// What came due while the page stood still is dropped: who looks at it again sees Today.
const arm = () => {
  clearTimeout(timer);
  const now = Date.now();
  const moments = [...wanted.nudges, ...tests].map(({ at }) => new Date(at).getTime());
  if (wanted.due || moments.length) moments.push(midnight()); // what the icon says is of today only
  const next = Math.min(...moments.filter((moment) => moment > now));
  if (next === Infinity) return;
  timer = setTimeout(
    () => {
      if (Date.now() >= next) tell("remind").catch(console.warn);
      arm();
    },
    Math.min(next - now, LONGEST),
  );
};
for (const event of ["visibilitychange", "resume"]) document.addEventListener(event, arm);
