/** A reason somebody can understand and the command that helps; the step's title is added on the way up. */
export class SetupFailure extends Error {
  /**
   * @param {string} reason
   * @param {string} command what to try
   * @param {string} [step] title of the step or sub-step, if it is not the one being run
   */
  constructor(reason, command, step) {
    super(reason);
    this.command = command;
    this.step = step;
  }
}

/** The user or the system asked us to stop. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

/**
 * @param {string} step
 * @param {SetupFailure} failure
 * @param {string} logFile
 */
export function failureText(step, failure, logFile) {
  return [
    `set-up failed at step "${failure.step ?? step}": ${failure.message}`,
    `  try: ${failure.command}`,
    `  log: ${logFile}`,
    '',
  ].join('\n');
}
