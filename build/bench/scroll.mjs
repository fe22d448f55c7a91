// npm run bench:scroll: frame times and memory while scrolling a matrix of InceptionV3's size (313 layers, over 72,000 maps) with made-up maps.
//
// Frame times are wall-clock times between animation frames, which other programs disturb; task times are the processor time of
// the page's tasks as the browser traces them, which they disturb much less.
import { openFakePage } from '../screenshots/page-server.mjs';

/** @typedef {{ name: string, tid: number, pid: number, tdur?: number, dur?: number, args?: { name?: string } }} TraceEvent */

const { newPage, close, browser } = await openFakePage();
const tab = await newPage('model=big&layers=all', { width: 1440, height: 900 });
await tab.waitForTimeout(1500);
const page = await tab.context().newCDPSession(tab);
const tracer = await browser.newBrowserCDPSession();

/** Scrolls once a frame inside the page; the page has types of its own, so the code goes there as text. */
const scroll = (
  /** @type {number} */ stepX,
  /** @type {number} */ stepY,
  /** @type {number} */ frames,
) => `(async () => {
  const box = document.querySelector('.matrix');
  const limitX = box.scrollWidth - box.clientWidth;
  const limitY = box.scrollHeight - box.clientHeight;
  const times = [];
  let last = performance.now();
  for (let frame = 0; frame < ${frames}; frame++) {
    if (${stepX}) box.scrollLeft = (${stepX} * frame) % limitX;
    if (${stepY}) box.scrollTop = (${stepY} * frame) % limitY;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times;
})()`;

/** Runs some work and returns the processor time in ms of each task of the page's main thread, the longest first. */
async function tasksDuring(/** @type {() => Promise<void>} */ work) {
  /** @type {TraceEvent[]} */
  const events = [];
  const collect = (/** @type {{ value: unknown[] }} */ { value }) => {
    for (const event of value) events.push(/** @type {TraceEvent} */ (event));
  };
  tracer.on('Tracing.dataCollected', collect);
  await tracer.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  });
  await work();
  const complete = new Promise((resolve) => tracer.once('Tracing.tracingComplete', resolve));
  await tracer.send('Tracing.end');
  await complete;
  tracer.off('Tracing.dataCollected', collect);
  const mains = new Set(
    events
      .filter((event) => event.args?.name === 'CrRendererMain')
      .map((event) => `${event.pid}/${event.tid}`),
  );
  return events
    .filter((event) => mains.has(`${event.pid}/${event.tid}`) && event.name.includes('RunTask'))
    .map((event) => (event.tdur ?? event.dur ?? 0) / 1000)
    .sort((a, b) => b - a);
}

/** @param {string} name @param {number} stepX @param {number} stepY @param {number} frames */
async function run(name, stepX, stepY, frames) {
  /** @type {number[]} */
  let times = [];
  const tasks = await tasksDuring(async () => {
    times = /** @type {number[]} */ (await tab.evaluate(scroll(stepX, stepY, frames)));
  });
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
  const longest = tasks.slice(0, 3).map((ms) => ms.toFixed(0));
  await page.send('HeapProfiler.collectGarbage');
  const { usedSize } = await page.send('Runtime.getHeapUsage');
  console.log(
    `${name.padEnd(26)} frames: median ${at(0.5)}, 95 % ${at(0.95)}, worst ${at(1)} ms; over 50 ms: ${times.filter((ms) => ms > 50).length} of ${times.length};`,
    `tasks: ${tasks.length}, longest ${longest.join(', ')} ms; heap ${(usedSize / 1e6).toFixed(0)} MB`,
  );
}

console.log(
  await tab
    .getByText(/layers, .* maps$/)
    .first()
    .textContent(),
);
for (const round of [1, 2]) {
  console.log(`round ${round}`);
  await run('sideways, 24 px a frame', 24, 0, 600);
  await run('sideways, 400 px a frame', 400, 0, 200);
  await run('down, 60 px a frame', 0, 60, 600);
  await run('down, 900 px a frame', 0, 900, 200);
  await run('both, 300 px a frame', 300, 300, 400);
}
await close();
