// Frame times and memory while scrolling a matrix of InceptionV3's size (313 layers, over 72,000 maps) with made-up maps.
// Build the page first: vite build --config build/vite.renderer.config.mjs --mode fake
//
// `frames` are wall-clock times between animation frames, which other programs disturb; `task` is the processor time of the
// page's tasks as the browser traces it, which they disturb much less.
import { openFakePage } from './page-server.mjs';

/** @typedef {{ name: string, ph: string, tid: number, pid: number, tdur?: number, dur?: number, args?: { name?: string } }} TraceEvent */

const { newPage, close, browser } = await openFakePage();
const tab = await newPage('model=big&layers=all', { width: 1440, height: 900 });
await tab.waitForTimeout(1500);
const cdp = await tab.context().newCDPSession(tab);
const browserCdp = await browser.newBrowserCDPSession();

/** Runs some work and returns the processor time of each task of the page's main thread, in ms, the longest first. */
async function tasksDuring(/** @type {() => Promise<unknown>} */ work) {
  /** @type {TraceEvent[]} */
  const events = [];
  const collect = (/** @type {{ value: unknown[] }} */ { value }) =>
    events.push(.../** @type {TraceEvent[]} */ (value));
  browserCdp.on('Tracing.dataCollected', collect);
  await browserCdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  });
  const result = await work();
  const complete = new Promise((resolve) => browserCdp.once('Tracing.tracingComplete', resolve));
  await browserCdp.send('Tracing.end');
  await complete;
  browserCdp.off('Tracing.dataCollected', collect);
  const main = events.find((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain');
  const durations = events
    .filter((event) => event.pid === main?.pid && event.tid === main.tid && /RunTask/.test(event.name))
    .map((event) => (event.tdur ?? event.dur ?? 0) / 1000)
    .sort((a, b) => b - a);
  return { result, durations };
}

/** @param {string} name @param {number} stepX @param {number} stepY @param {number} frames */
async function run(name, stepX, stepY, frames) {
  const { result, durations } = await tasksDuring(() =>
    tab.evaluate(
      async ([stepX, stepY, frames]) => {
        const box = document.querySelector('.matrix');
        if (!box) throw new Error('There is no matrix.');
        const limitX = box.scrollWidth - box.clientWidth;
        const limitY = box.scrollHeight - box.clientHeight;
        /** @type {number[]} */
        const times = [];
        let last = performance.now();
        for (let frame = 0; frame < frames; frame++) {
          if (stepX) box.scrollLeft = (stepX * frame) % limitX;
          if (stepY) box.scrollTop = (stepY * frame) % limitY;
          await new Promise(requestAnimationFrame);
          const now = performance.now();
          times.push(now - last);
          last = now;
        }
        return times.sort((a, b) => a - b);
      },
      [stepX, stepY, frames],
    ),
  );
  const at = (/** @type {number} */ share) =>
    Math.round(result[Math.floor(share * (result.length - 1))] ?? 0);
  await cdp.send('HeapProfiler.collectGarbage');
  const memory = await tab.evaluate(() => /** @type {any} */ (performance).memory.usedJSHeapSize / 1e6);
  const longest = durations
    .slice(0, 3)
    .map((ms) => ms.toFixed(0))
    .join(', ');
  console.log(
    `${name.padEnd(30)} frames: median ${at(0.5)}, 95 % ${at(0.95)}, worst ${at(1)} ms; longest tasks: ${longest} ms; heap ${memory.toFixed(0)} MB`,
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
