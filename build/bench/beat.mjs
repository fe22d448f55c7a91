/**
 * Notes from now on how late the worst of many timers is; in main only as far as it worked meanwhile, for the rest is the
 * fault of a busy machine. Runs in main or in the page, so it may use nothing from outside.
 */
function startBeat() {
  const workedMs = () => {
    if (typeof process === 'undefined') return performance.now();
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const tick = () => {
    const [now, worked] = [performance.now(), workedMs()];
    beat.worst = Math.max(beat.worst, Math.min(now - beat.last - 5, worked - beat.worked));
    [beat.last, beat.worked] = [now, worked];
  };
  const beat = { worst: 0, last: performance.now(), worked: workedMs(), timer: setInterval(tick, 5) };
  Object.assign(globalThis, { beat });
}

function stopBeat() {
  const { beat } = /** @type {{ beat: { worst: number, timer: number } }} */ (
    /** @type {unknown} */ (globalThis)
  );
  clearInterval(beat.timer);
  return beat.worst;
}

/** @typedef {{ evaluate: <Result>(work: () => Result) => Promise<Result> }} Place  main, or the page */

/**
 * How late the worst of many timers was, in ms, while some work went on.
 * @param {Place} place
 * @param {() => Promise<unknown>} work
 */
async function worstDelay(place, work) {
  await place.evaluate(startBeat);
  await work();
  return place.evaluate(stopBeat);
}

/**
 * The same in main and in the page at once.
 * @param {{ app: Place, page: Place }} places
 * @param {() => Promise<unknown>} work
 */
export async function worstDelays({ app, page }, work) {
  let inPage = 0;
  const main = await worstDelay(app, async () => {
    inPage = await worstDelay(page, work);
  });
  return { main, page: inPage };
}
