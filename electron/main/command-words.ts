const helpOptions = ['-h', '--help', '-V', '--version'];

/**
 * The words for the command line, or null if a window is meant. A command is a first word of small letters alone, so
 * `export` is one and `photo.jpg`, `./export` and `C:\photo` are files; nothing on the disk decides. Options before it are
 * Chromium's. The launcher of Linux puts `--` before the words of the user.
 * @param args  without the executable
 */
export function commandWords(args: readonly string[]): string[] | null {
  const first = args.findIndex(
    (word) => word === '--' || !word.startsWith('-') || helpOptions.includes(word),
  );
  if (first < 0) return null;
  const words = args.slice(args[first] === '--' ? first + 1 : first);
  const [command = ''] = words;
  return /^[a-z]+$/.test(command) || helpOptions.includes(command) ? words : null;
}
