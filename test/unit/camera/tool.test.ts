import { describe, expect, it } from 'vitest';
import { listedByCommandCam, listedByImageSnap } from '../../../electron/camera/devices';
import { saysNoCamera, shotArguments } from '../../../electron/camera/tool';

const SIZE = { width: 640, height: 480 };

describe('node-webcam’s arguments', () => {
  it('for fswebcam', () => {
    expect(
      shotArguments('linux', { device: '/dev/video0', size: SIZE, skip: 10, fileName: 'shot-0.jpg' }),
    ).toEqual([
      ...['-q', '-r', '640x480', '--jpeg', '95', '-d', '/dev/video0', '--no-banner', '--skip', '10'],
      'shot-0.jpg',
    ]);
  });

  it('for imagesnap, whose names of cameras are words', () => {
    const device = 'Anna\'s $(touch X) Camera; "HD"';
    expect(shotArguments('darwin', { device, size: null, skip: 10, fileName: 'shot-0.jpg' })).toEqual([
      ...['-w', '1', '-d', device, '-q', 'shot-0.jpg'],
    ]);
  });

  it('for CommandCam', () => {
    expect(shotArguments('win32', { device: '2', size: null, skip: 0, fileName: 'shot-0.bmp' })).toEqual([
      ...['/devnum', '2', '/filename', 'shot-0.bmp'],
    ]);
  });

  it('never hold a value that was read as more than one argument', () => {
    const device = `' -x "; rm @file@`;
    for (const platform of ['linux', 'darwin', 'win32'])
      expect(
        shotArguments(platform, { device, size: SIZE, skip: 0, fileName: 'a' }).filter(
          (word) => word === device,
        ),
      ).toHaveLength(1);
  });
});

it('node-webcam’s own test for a missing camera', () => {
  expect(saysNoCamera('linux', 'stat: No such file or directory')).toBe(true);
  expect(saysNoCamera('linux', 'open: Permission denied')).toBe(false);
  expect(saysNoCamera('darwin', 'No such device')).toBe(false);
});

// As node-webcam reads them; no such system was at hand.
describe('lists of other systems', () => {
  it('imagesnap, old and new', () => {
    const camera = (name: string) => ({ id: name, label: name });
    expect(listedByImageSnap('Video Devices:\n=> FaceTime HD Camera\n=> USB Cam\n')).toEqual([
      camera('FaceTime HD Camera'),
      camera('USB Cam'),
    ]);
    expect(listedByImageSnap('Video Devices:\n[FaceTime HD Camera][0x1420]\n')).toEqual([
      camera('FaceTime HD Camera'),
    ]);
  });

  it('CommandCam', () => {
    expect(listedByCommandCam('Available capture devices:\r\n  HD Cam\r\n\r\n  Other\r\n')).toEqual([
      { id: '1', label: 'HD Cam' },
      { id: '2', label: 'Other' },
    ]);
    expect(listedByCommandCam('No video devices found\r\n')).toEqual([]);
  });
});
