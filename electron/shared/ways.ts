/** Requests whose names begin so are answered by main, over Electron's IPC; all others by compute, over the page's port. */
export const MAIN_AREAS = ['app', 'settings', 'files', 'licences', 'camera', 'compute'] as const;

export type MainArea = (typeof MAIN_AREAS)[number];
export type Way = 'main' | 'compute';

/** Who answers a request. */
export function wayOf(name: string): Way {
  return MAIN_AREAS.some((area) => name.startsWith(`${area}:`)) ? 'main' : 'compute';
}
