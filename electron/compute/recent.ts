import { randomUUID } from 'node:crypto';

/** Keeps the last few values by their ids; using one makes it the newest. */
export class Recent<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly capacity: number) {}

  /** Keeps the value under a new id, at the cost of the one that was not used for longest. */
  add(value: Value): string {
    const id = randomUUID(); // never one of before a restart
    this.values.set(id, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.capacity && oldest !== undefined) this.values.delete(oldest);
    return id;
  }

  get(id: string): Value | null {
    const value = this.values.get(id);
    if (value === undefined) return null;
    this.values.delete(id);
    this.values.set(id, value);
    return value;
  }

  /** The one that was used last. */
  newest(): Value | undefined {
    return [...this.values.values()].at(-1);
  }

  clear(): void {
    this.values.clear();
  }
}
