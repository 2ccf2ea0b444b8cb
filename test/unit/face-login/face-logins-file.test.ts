import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFaceLogins } from '../../../lambda/face-login/adapters/face-logins-file.ts';

describe('the file of modes', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'face-logins-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (text: string) => {
    const FACE_LOGINS_FILE = join(folder, 'face-logins.json');
    writeFileSync(FACE_LOGINS_FILE, text);
    return readFaceLogins({ FACE_LOGINS_FILE });
  };

  it('is read as it was written by the templates', () => {
    expect(read('{"acme":"second_factor"}')).toEqual({ acme: 'second_factor' });
  });

  it('fails when it has a mode that does not exist: no user would be asked for a face', () => {
    expect(() => read('{"acme":"sometimes"}')).toThrow();
  });
});
