import type { CommandLine } from 'electron';

/**
 * Limits for V8's compilers at work beside the page. Where there are few cores, a page has three threads for such work, and
 * compilers have been seen to hold all three while they wait for the page's own thread, which at that moment waits for a
 * font from the browser process, whose answer needs one of the three: the page then never answers again (Electron 33: 11
 * of 218 starts on a busy machine with two cores, 0 of 216 with these limits, which leave one of the three free).
 */
const COMPILER_LIMITS = [
  '--no-concurrent-sparkplug',
  '--concurrent-maglev-max-threads=1',
  '--concurrent-turbofan-max-threads=1',
];

/** What Chromium is told on its command line. To be called before the app is ready. */
export function setSwitches(commandLine: CommandLine): void {
  commandLine.appendSwitch('js-flags', COMPILER_LIMITS.join(' '));
}
