/** The command line inside the installed app, as its entry sees it. */
export interface CommandLine {
  /**
   * Runs one command.
   * @param words  what the user typed after `featurescope`
   * @param root  folder with the models and fonts
   * @returns the exit code: 0 done, 1 failed, 2 wrong usage
   */
  runInApp(words: readonly string[], root: string, version: string): Promise<number>;
}
