import { describe, expect, it } from 'vitest';
import { browserSuits, faultOf, suits } from '../../../src/capture/device/camera-check.ts';

const CAMERA = { width: 640, height: 480, frameRate: 30, label: 'Front camera' };

describe('a camera', () => {
  it('suits from 640 by 480 pixels, whichever side is up, and 15 pictures per second', () => {
    expect(suits(CAMERA)).toBe(true);
    expect(suits({ ...CAMERA, width: 480, height: 640 })).toBe(true);
    expect(suits({ ...CAMERA, frameRate: 14.99 })).toBe(true);
    expect(suits({ ...CAMERA, width: 1080, height: 1920, frameRate: 60 })).toBe(true);
  });

  it.each([
    [{ width: 639 }],
    [{ height: 479 }],
    [{ width: 4000, height: 400 }],
    [{ frameRate: 14 }],
    [{ label: 'OBS Virtual Camera' }],
  ])('does not suit: %o', (members) => {
    expect(suits({ ...CAMERA, ...members })).toBe(false);
  });

  it('that tells no frame rate may suit, and one that tells no size does not', () => {
    expect(suits({ width: 640, height: 480, label: '' })).toBe(true);
    expect(suits({ label: 'Front camera' })).toBe(false);
  });

  it.each([
    ['NotAllowedError', 'camera_permission_denied'],
    ['SecurityError', 'camera_permission_denied'],
    ['NotFoundError', 'camera_not_found'],
    ['NotReadableError', 'camera_not_found'],
    ['OverconstrainedError', 'device_not_supported'],
  ])('that a browser refuses by %s is a %s', (name, fault) => {
    expect(faultOf(new DOMException('as the browser says it', name))).toBe(fault);
  });

  it('without a reason was not found', () => {
    expect(faultOf('nothing')).toBe('camera_not_found');
    expect(faultOf(new TypeError('getUserMedia is not a function'))).toBe('device_not_supported');
  });
});

describe('a browser', () => {
  it('suits with all that a check needs', () => {
    const all = { mediaDevices: {}, mediaRecorder: {}, webSocket: {} };
    expect(browserSuits(all)).toBe(true);
    for (const name of Object.keys(all)) expect(browserSuits({ ...all, [name]: undefined })).toBe(false);
  });
});
