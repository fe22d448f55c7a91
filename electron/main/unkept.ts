import { dialog, type BrowserWindow } from 'electron';
import { plainLine } from '../shared/plain-text';
import type { Translate } from '../shared/texts/translator';

/** Tells once that settings and log cannot be kept: on the terminal, and beside the window. */
export class UnkeptNotice {
  #isTold = false;

  constructor(private readonly folder: string) {}

  /**
   * @param problem  the system's code
   */
  tell(problem: string, window: BrowserWindow, text: Translate): void {
    if (window.isDestroyed() || this.#isTold) return;
    this.#isTold = true;
    const values = { folder: this.folder, problem };
    process.stderr.write(`warning settings/not-kept: ${plainLine(text('unkept.text', values))}\n`);
    void dialog.showMessageBox(window, {
      type: 'warning',
      title: 'Featurescope',
      message: text('unkept.title'),
      detail: text('unkept.text', values),
      buttons: [text('unkept.close')],
    });
  }
}
