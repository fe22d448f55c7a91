import { lstat } from 'node:fs/promises';

/** The name, or with -2, -3 ... behind it the first that nothing has. */
export async function freeName(name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    const isTaken = await lstat(candidate).then(
      () => true,
      () => false,
    );
    if (!isTaken) return candidate;
  }
}
