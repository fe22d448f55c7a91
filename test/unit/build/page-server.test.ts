import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { servePage } from '../../../build/screenshots/page-server.mjs';
import { securityHeaders } from '../../../electron/main/app-url';

it('serves the page with the headers of the real app, the whole content policy among them', async () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'featurescope-page-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.writeFileSync(path.join(folder, 'fake.html'), '<p>');
  const { url, close } = await servePage(folder);
  onTestFinished(close);
  const { headers, status } = await fetch(url);
  expect(status).toBe(200);
  for (const [name, value] of Object.entries(securityHeaders)) expect(headers.get(name), name).toBe(value);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
});
