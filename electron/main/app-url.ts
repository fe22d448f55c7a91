import path from 'node:path';

export const APP_SCHEME = 'app';
export const APP_HOST = 'featurescope';
export const appOrigin = `${APP_SCHEME}://${APP_HOST}`;
export const pageUrl = `${appOrigin}/index.html`;

/** True for pages of ours only: compares the origin, not the beginning of the text (app://featurescope.evil). */
export function isOurPage(url: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    return protocol === `${APP_SCHEME}:` && host === APP_HOST;
  } catch {
    return false;
  }
}

/** True for the one page that the window shows, wherever in it. */
export function isThePage(url: string): boolean {
  return isOurPage(url) && new URL(url).pathname === new URL(pageUrl).pathname;
}

/** The file that an app:// address means, inside the folder; null for every address that means anything else. */
export function fileOfUrl(url: string, folder: string): string | null {
  if (!isOurPage(url)) return null;
  let name: string;
  try {
    name = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (
    name.endsWith('/') ||
    /[\\:\0]/.test(name) ||
    name.split('/').some((part) => part === '..' || part === '.')
  )
    return null;
  const file = path.join(folder, name);
  return file.startsWith(folder + path.sep) ? file : null;
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.otf': 'font/otf',
};

export function contentTypeOf(file: string): string {
  return contentTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
}

/**
 * Nothing is allowed that is not named here; no inline or evaluated script, no worker. `svelte-trusted-html` is the Trusted
 * Types policy of Svelte 5; the page has none of its own.
 */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'none'",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy,
  'permissions-policy':
    'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), midi=()',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
