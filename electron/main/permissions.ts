import { isOurPage } from './app-url';

/** What Electron tells of a request for a permission. */
export interface PermissionDetails {
  readonly requestingUrl?: string;
  readonly isMainFrame?: boolean;
  /** Of a request for media: `['video']`, `['audio']` or both. */
  readonly mediaTypes?: readonly string[];
  /** Of a check for media: `video`, `audio` or `unknown`. */
  readonly mediaType?: string;
}

/** Writing text to the clipboard, for "Copy details". */
const ALWAYS = 'clipboard-sanitized-write';

/** Whether the page gets what it asks for: the camera's picture for our own page, never sound, nothing else. */
export function mayRequest(permission: string, details: PermissionDetails): boolean {
  if (!isOurPage(details.requestingUrl ?? '')) return false;
  if (permission === ALWAYS) return true;
  const kinds = details.mediaTypes ?? [];
  return permission === 'media' && details.isMainFrame === true && kinds.length === 1 && kinds[0] === 'video';
}

/** The same for checks, which Chromium makes before it lists cameras and opens one. */
export function mayCheck(permission: string, origin: string, details: PermissionDetails): boolean {
  if (!isOurPage(origin)) return false;
  return permission === ALWAYS || (permission === 'media' && details.mediaType === 'video');
}
