/** Questions to main that wait for their answers, told apart by a number. */
export class Questions<Answer> {
  #last = 0;
  readonly #waiting = new Map<number, (answer: Answer) => void>();

  /** @param send  asks main, with the number that its answer names */
  ask(send: (id: number) => void): Promise<Answer> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      send(id);
    });
  }

  answer(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}
