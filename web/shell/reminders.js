
// ---- Reminders -----------------------------------------------------------------------------
//
// Put behind sw.js by the build. Shows what the page left here to be shown (notify.js), when the
// page says that it is time, or when the browser wakes us now and then. The record:
//   nudges    {id, kind, at, until, title, text, lang}: local time without a zone, so it follows the
//             device; not shown any more when `until` has come
//   due       when a day was last said to be, for the badge, which is of that day only; or null
//   shown     the nudges whose time has come
//   keeper    the tab that has the log

const REMINDERS = `reminders of ${SCOPE.pathname}`; // none of OURS: no version clears it away
const CALENDAR = "reminder.ics";
const DAYS_KNOWN = 3; // for which a nudge that was shown is known to have been

const readReminders = async () =>
  (await (await caches.match(SCOPE, { cacheName: REMINDERS }))?.json()) ?? {
    nudges: [],
    due: null,
    shown: [],
    keeper: null,
  };
const writeReminders = async (record) =>
  (await caches.open(REMINDERS)).put(SCOPE, new Response(JSON.stringify(record)));

// One after the other: tabs may ask at the same moment, and nothing is shown twice.
let last = Promise.resolve();
const inTurn = (change) => (last = last.catch(() => {}).then(change));

const isPast = (moment) => new Date(moment) <= new Date();
const isToday = (moment) => new Date(moment).toDateString() === new Date().toDateString();
const isDueToday = ({ kind, at }) => kind === "due" && isToday(at);
const isTest = ({ kind }) => kind === "test";

// From now on these and no others; what is shown already and is none of them is out of date.
const keepReminders = async ({ nudges, due }, keeper) => {
  const before = await readReminders();
  const tests = before.nudges.filter((nudge) => isTest(nudge) && !isPast(nudge.until));
  const record = { ...before, nudges: [...tests, ...nudges], due: due ? new Date() : null, keeper };
  await writeReminders(record);
  await closeAllBut(nudges);
  await badge(record);
};

const addReminder = async (nudge) => {
  const record = await readReminders();
  const others = record.nudges.filter(({ id }) => id !== nudge.id);
  await writeReminders({ ...record, nudges: [...others, nudge] });
};

// Of several whose time has come the latest says it all.
const remind = async () => {
  const before = await readReminders();
  const known = new Set(before.shown.map(({ id }) => id));
  const come = before.nudges.filter(({ id, at }) => isPast(at) && !known.has(id));
  const recent = new Date();
  recent.setDate(recent.getDate() - DAYS_KNOWN);
  const record = {
    ...before,
    nudges: before.nudges.filter(({ at }) => !isPast(at)),
    due: come.some(isDueToday) ? new Date() : before.due,
    shown: [...before.shown, ...come].filter(
      (nudge) => !isTest(nudge) && new Date(nudge.at) > recent,
    ),
  };
  await writeReminders(record); // first: rather not shown than shown twice
  await badge(record);
  if (self.Notification?.permission !== "granted") return;
  const timely = come.filter(({ until }) => !isPast(until));
  const latest = timely.filter((nudge) => !isTest(nudge)).slice(-1);
  if (latest.length) await closeAllBut([]);
  for (const nudge of [...timely.filter(isTest), ...latest]) await show(nudge);
};

const show = ({ id, kind, at, title, text, lang }) =>
  registration.showNotification(title, {
    body: text,
    tag: String(id),
    icon: new URL("icons/icon-192.png", SCOPE).href,
    lang,
    silent: false,
    timestamp: new Date(at).getTime(),
    data: { id, kind },
  });

const closeAllBut = async (nudges) => {
  const wanted = new Set(nudges.map(({ id }) => id));
  for (const shown of await registration.getNotifications()) {
    if (!isTest(shown.data) && !wanted.has(shown.data.id)) shown.close();
  }
};

// On the icon when today is due and its time has come.
const badge = async ({ due, nudges, shown }) => {
  const come = shown.some(isDueToday) || !nudges.some(isDueToday);
  try {
    await (due && isToday(due) && come ? navigator.setAppBadge?.() : navigator.clearAppBadge?.());
  } catch (error) {
    console.info("No badge can be set on the icon.", error); // an iPhone wants permission first
  }
};

self.addEventListener("periodicsync", (event) => {
  if (event.tag === "reminders") event.waitUntil(inTurn(remind));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openToday());
});

const openToday = async () => {
  const { keeper } = await readReminders();
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tabs = pages.filter(({ url }) => url.startsWith(SCOPE.href));
  const tab = tabs.find(({ id }) => id === keeper) ?? tabs[0];
  if (!tab) return self.clients.openWindow(SCOPE);
  tab.postMessage({ tapped: true });
  return tab.focus();
};

// Kept to be opened as an address of its own: a phone asks for the type to offer its calendar.
const keepCalendar = async (content) => {
  const headers = { ...PRECACHE.headers, "Content-Type": "text/calendar; charset=utf-8" };
  const store = await caches.open(REMINDERS);
  await store.put(new URL(CALENDAR, SCOPE), new Response(content, { headers }));
};

const serveCalendar = async () =>
  (await caches.match(new URL(CALENDAR, SCOPE), { cacheName: REMINDERS })) ??
  new Response(null, { status: 404, headers: PRECACHE.headers });

// For notify.js: nothing, or {error: "why"}.
const said = (change) => change.then(() => ({}), (error) => ({ error: String(error) }));
Object.assign(answers, {
  keepReminders: (_, wanted, page) => said(inTurn(() => keepReminders(wanted, page.id))),
  addReminder: (_, nudge) => said(inTurn(() => addReminder(nudge))),
  remind: () => said(inTurn(remind)),
  keepCalendar: (_, content) => said(keepCalendar(content)),
});
