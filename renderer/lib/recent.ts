const MOST_RECENT = 8;

/** A list of recent paths with this one in front, once, and the oldest left out. */
export function withMostRecent(path: string, list: readonly string[]): string[] {
  return [path, ...list.filter((other) => other !== path)].slice(0, MOST_RECENT);
}
