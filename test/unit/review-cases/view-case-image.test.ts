import { describe, expect, it } from 'vitest';
import { findCaseImage, showCaseImage } from '../../../lambda/review-cases/view-case-image.ts';
import { aCaseFile } from '../../support/lambda/a-case-file.ts';
import { anOperator, NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

describe('an image of a case', () => {
  it.each([
    ['vs_ann.selfie', 'evidence', { key: 'acme/vs_ann/selfie', version_id: 'v1' }, 'selfie'],
    ['vs_bob.document', 'evidence', { key: 'acme/vs_bob/document', version_id: 'v2' }, 'document'],
    ['vs_bob.audit-1', 'evidence', { key: 'acme/vs_bob/audit' }, 'audit_image'],
    ['img_bob', 'enrolled', { key: 'acme/img_bob' }, 'enrolled_image'],
  ])('%s is found where it is stored, and counted', async (id, store, reference, Kind) => {
    const { emit, metrics } = recordedMetrics();
    const image = await findCaseImage(anOperator(), 'rc_1', id, { ...aCaseFile(), emit });
    expect(image).toMatchObject({ view: { id, kind: Kind }, store, reference });
    expect(metrics).toEqual([{ name: 'ReviewImageViewed', value: 1, dimensions: { Kind } }]);
  });

  it('is not found in another case, nor of people who are not in the case', async () => {
    const { emit, metrics } = recordedMetrics();
    for (const [caseId, id] of [
      ['rc_2', 'img_bob'],
      ['rc_1', 'img_cid'],
      ['rc_1', 'vs_ann.audit-2'],
    ] as const)
      await expect(findCaseImage(anOperator(), caseId, id, { ...aCaseFile(), emit })).rejects.toMatchObject({
        code: 'not_found',
      });
    expect(metrics).toEqual([]);
  });

  it('is shown by a URL that says when it ends', async () => {
    const { emit } = recordedMetrics();
    const image = await findCaseImage(anOperator(), 'rc_1', 'img_bob', { ...aCaseFile(), emit });
    const urls = {
      sign: async (store: string, { key }: { key: string }, seconds: number) =>
        `https://${store}/${key}?${seconds}`,
    };
    const shown = await showCaseImage(image, {
      urls,
      settings: { imageUrlSeconds: 30 },
      clock: () => NOON,
    });
    expect(shown).toEqual({
      image: image.view,
      url: 'https://enrolled/acme/img_bob?30',
      expires_at: '2026-03-02T12:00:30.000Z',
    });
  });
});
