const helpOptions = ['-h', '--help', '-V', '--version'];

/**
 * The words for the command line, or null if files are to be shown in the window. The rule is that of
 * electron/main/command-words.ts, which the set-up cannot load yet: a first word of small letters alone is a command.
 * @param {string[]} args
 */
export function commandWords(args) {
  const first = args.findIndex(
    (word) => word === '--' || !word.startsWith('-') || helpOptions.includes(word),
  );
  if (first < 0) return null;
  const words = args.slice(args[first] === '--' ? first + 1 : first);
  const [command = ''] = words;
  return /^[a-z]+$/.test(command) || helpOptions.includes(command) ? words : null;
}
