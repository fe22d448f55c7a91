import { describe, expect, it } from 'vitest';
import { mayCheck, mayRequest } from '../../../electron/main/permissions';

const REQUESTING_URL = 'app://featurescope/index.html';
const ours = { requestingUrl: REQUESTING_URL, isMainFrame: true };

describe('mayRequest', () => {
  it("gives our own page the camera's picture and the clipboard", () => {
    expect(mayRequest('media', { ...ours, mediaTypes: ['video'] })).toBe(true);
    expect(mayRequest('clipboard-sanitized-write', ours)).toBe(true);
  });

  it.each([
    ['sound', 'media', { ...ours, mediaTypes: ['audio'] }],
    ['picture and sound', 'media', { ...ours, mediaTypes: ['video', 'audio'] }],
    ['two of them', 'media', { ...ours, mediaTypes: ['video', 'video'] }],
    ['no kind', 'media', { ...ours, mediaTypes: [] }],
    ['an unknown kind', 'media', ours],
    ['a frame inside the page', 'media', { ...ours, isMainFrame: false, mediaTypes: ['video'] }],
    ['another page', 'media', { ...ours, requestingUrl: 'https://x.org/', mediaTypes: ['video'] }],
    [
      'a host like ours',
      'media',
      { ...ours, requestingUrl: 'app://featurescope.evil/', mediaTypes: ['video'] },
    ],
    ['no page', 'media', { isMainFrame: true, mediaTypes: ['video'] }],
    ['the screen', 'display-capture', { ...ours, mediaTypes: ['video'] }],
    ['the position', 'geolocation', ours],
    ['reading the clipboard', 'clipboard-read', ours],
  ])('refuses %s', (_what, permission, details) => {
    expect(mayRequest(permission, details)).toBe(false);
  });
});

describe('mayCheck', () => {
  it('shows our own page the cameras, not the microphones', () => {
    expect(mayCheck('media', 'app://featurescope/', { mediaType: 'video' })).toBe(true);
    expect(mayCheck('media', 'app://featurescope/', { mediaType: 'audio' })).toBe(false);
    expect(mayCheck('media', 'app://featurescope/', { mediaType: 'unknown' })).toBe(false);
    expect(mayCheck('media', 'app://featurescope/', {})).toBe(false);
    expect(mayCheck('media', 'https://x.org/', { mediaType: 'video' })).toBe(false);
    expect(mayCheck('notifications', 'app://featurescope/', {})).toBe(false);
  });
});
