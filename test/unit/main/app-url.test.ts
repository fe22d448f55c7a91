import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentTypeOf, fileOfUrl, isOurPage, securityHeaders } from '../../../electron/main/app-url';

function filesBelow(folder: string): string[] {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(ts|js|svelte)$/.test(name)).map((name) => path.join(folder, name));
}

const folder = path.resolve('/opt/featurescope/renderer');

describe('fileOfUrl', () => {
  it.each([
    ['app://featurescope/index.html', 'index.html'],
    ['app://featurescope/assets/a.js?v=1#top', 'assets/a.js'],
    ['app://featurescope/assets/%E5%9B%BE.png', 'assets/图.png'],
    ['app://featurescope/a%20b.css', 'a b.css'],
    // Resolved by the URL parser itself, so it stays inside.
    ['app://featurescope/../../etc/passwd', 'etc/passwd'],
    ['app://featurescope/%2e%2e/%2e%2e/etc/passwd', 'etc/passwd'],
    // Decoded once only: a file of this odd name, if there were one.
    ['app://featurescope/%252e%252e/secret', '%2e%2e/secret'],
  ])('%s is %s inside the folder', (url, name) => {
    expect(fileOfUrl(url, folder)).toBe(path.join(folder, name));
  });

  it.each([
    ['another host', 'app://evil/index.html'],
    ['a host that begins like ours', 'app://featurescope.evil/index.html'],
    ['another scheme', 'file:///etc/passwd'],
    ['an encoded slash before dots', 'app://featurescope/assets%2f..%2f..%2fetc/passwd'],
    ['mixed encoded dots', 'app://featurescope/x/..%2f..%2f..%2fpasswd'],
    ['backslashes', 'app://featurescope/..%5c..%5csecret'],
    ['a drive letter', 'app://featurescope/C%3A/secret'],
    ['a NUL byte', 'app://featurescope/index.html%00.png'],
    ['a broken escape', 'app://featurescope/%zz'],
    ['the folder itself', 'app://featurescope/'],
    ['no address', 'index.html'],
  ])('refuses %s', (_what, url) => {
    expect(fileOfUrl(url, folder)).toBeNull();
  });
});

describe('isOurPage', () => {
  it('compares the whole origin', () => {
    expect(isOurPage('app://featurescope/index.html')).toBe(true);
    expect(isOurPage('app://featurescope')).toBe(true);
    expect(isOurPage('app://featurescope.evil/index.html')).toBe(false);
    expect(isOurPage('app://featurescope:81/index.html')).toBe(false);
    expect(isOurPage('https://featurescope/index.html')).toBe(false);
    expect(isOurPage('about:blank')).toBe(false);
    expect(isOurPage('')).toBe(false);
  });
});

describe('headers', () => {
  it('start from nothing and allow no inline or evaluated script and no outside address', () => {
    const policy = securityHeaders['content-security-policy'] ?? '';
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule]));
    expect(rules.get('default-src')).toBe("default-src 'none'");
    expect(rules.get('script-src')).toBe("script-src 'self'");
    expect(rules.get('style-src')).toBe("style-src 'self'");
    expect(rules.get('connect-src')).toBe("connect-src 'self'");
    expect(rules.get('require-trusted-types-for')).toBe("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|http|\*/);
  });

  it('allow the Trusted Types policies that the page makes, and no other; no worker, for the page has none', () => {
    const code = [
      ...filesBelow(path.resolve('renderer')),
      ...filesBelow(path.resolve('node_modules/svelte/src/internal/client')),
    ].map((file) => fs.readFileSync(file, 'utf8'));
    const made = code.flatMap((text) =>
      [...text.matchAll(/createPolicy\(\s*['"]([^'"]+)/g)].map(([, name]) => name),
    );
    expect(made).toEqual(['svelte-trusted-html']);
    expect(code.filter((text) => /new (Shared)?Worker\(/.test(text))).toEqual([]);
    const rules = (securityHeaders['content-security-policy'] ?? '').split('; ');
    expect(rules).toContain(`trusted-types ${made.join(' ')}`);
    expect(rules).toContain("worker-src 'none'");
  });

  it('leave the camera to our own page and refuse the microphone', () => {
    expect(securityHeaders['permissions-policy']).toMatch(/camera=\(self\), microphone=\(\)/);
  });

  it('name the type of each kind of file, and nothing executable for the rest', () => {
    expect(contentTypeOf('/a/B.HTML')).toBe('text/html; charset=utf-8');
    expect(contentTypeOf('/a/b.js')).toBe('text/javascript; charset=utf-8');
    expect(contentTypeOf('/a/b')).toBe('application/octet-stream');
  });
});
