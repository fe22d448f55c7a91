/** Computers that are this one: the only ones that may be asked without encryption, for tests and mirrors on this machine. */
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** True for text that is meant as an address rather than a file. */
export function looksLikeAddress(text: string): boolean {
  return /^[a-z][a-z\d+.-]+:\/\//i.test(text);
}

/** The address if models may be fetched from it: https, or http on this computer, without a user name in it. */
export function allowedAddress(text: string, base?: URL): URL | undefined {
  if (!URL.canParse(text, base?.href)) return undefined;
  const url = new URL(text, base?.href);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  return isSafe && url.username === '' && url.password === '' ? url : undefined;
}
