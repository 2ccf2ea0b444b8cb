import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { sha256 } from '../../../lambda/images/open-image.ts';
import { policyFingerprint } from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { submitDocument } from '../../../lambda/registration/submit-document.ts';
import { aPicture } from '../../support/lambda/a-picture.ts';
import { aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';

const KEY = 'acme/vs_1/document/doc_1';
const session = aSession({ document: { key: KEY } });

function aCounter(document?: Uint8Array) {
  const images = new InMemoryImages(document ? { [KEY]: document } : {});
  const dependencies = { images, editor: sharpImageEditor, policy: DEFAULT_POLICY };
  return { images, submit: (one = session) => submitDocument(one, NOON, dependencies) };
}

describe('submitting a document without a face', () => {
  it('pins its version, keeps a copy that no upload reaches, and asks a person', async () => {
    const picture = await aPicture();
    const { submit, images } = aCounter(picture);
    expect(await submit()).toEqual({
      name: 'submit_document',
      facts: {
        submitted_at: NOON.toISOString(),
        document: { key: KEY, version_id: 'newest' },
        review: {
          reason_codes: ['alternative_path'],
          questions: ['alternative_path'],
          requested_at: NOON.toISOString(),
          due_at: minutesAfter(24 * 60).toISOString(),
          policy_version: policyFingerprint(DEFAULT_POLICY),
        },
      },
    });
    expect(images.images.get(`acme/vs_1/judged/${sha256(picture)}`)).toEqual(picture);
  });

  it('refuses while there is none', async () => {
    const missing = { code: 'requirements_missing', extensions: { missing: ['document'] } };
    await expect(aCounter().submit()).rejects.toMatchObject(missing);
    await expect(aCounter().submit(aSession())).rejects.toMatchObject(missing);
  });

  it.each([
    ['text', async () => new TextEncoder().encode('a passport'), 'document_image_format_unsupported'],
    ['half a picture', async () => (await aPicture()).subarray(0, 900), 'document_image_format_unsupported'],
    [
      'a picture too small to read',
      async () => sharpImageEditor.edit(await aPicture(), 60).then((small) => small?.bytes),
      'document_image_too_small',
    ],
  ])('refuses %s, and keeps nothing', async (_name, made, reason) => {
    const { submit, images } = aCounter(await made());
    await expect(submit()).rejects.toMatchObject({
      code: 'requirements_missing',
      message: `the document cannot be read (${reason}); upload another picture of it`,
      extensions: { missing: ['document'] },
    });
    expect([...images.images.keys()]).toEqual([KEY]);
  });
});
