import type { CommandLine } from 'electron';

/**
 * Limits for V8's compilers at work beside the page. Where there are few cores, a page has three threads for such work, and
 * the compilers can block all three until the page's own thread collects garbage; if that one just waits for the name of
 * a font, whose answer needs one of the three, the page never answers again (Electron 33: 11 of 218 starts on a busy
 * machine with two cores, 0 of 216 with the limits). With these limits one of the three stays free.
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
