import { describe, expect, it } from 'vitest';
import { findCaseImage, showCaseImage } from '../../../lambda/review-cases/view-case-image.ts';
import { aCaseFile } from '../../support/lambda/a-case-file.ts';
import { anOperator, NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const find = (caseId: string, imageId: string) => findCaseImage(anOperator(), caseId, imageId, aCaseFile());

describe('an image of a case', () => {
  it.each([
    ['vs_ann.selfie', 'evidence', { key: 'acme/vs_ann/selfie', version_id: 'v1' }, 'selfie'],
    ['vs_bob.document', 'evidence', { key: 'acme/vs_bob/document', version_id: 'v2' }, 'document'],
    ['vs_bob.audit-1', 'evidence', { key: 'acme/vs_bob/audit' }, 'audit_image'],
    ['img_bob', 'enrolled', { key: 'acme/img_bob' }, 'enrolled_image'],
  ])('%s is found where it is stored', async (id, store, reference, kind) => {
    expect(await find('rc_1', id)).toMatchObject({ view: { id, kind }, store, reference });
  });

  it.each([
    ['rc_2', 'img_bob'],
    ['rc_1', 'img_cid'],
    ['rc_1', 'vs_ann.audit-2'],
  ])('is not found in another case, nor of people who are not in the case: %s, %s', async (caseId, id) => {
    await expect(find(caseId, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is shown by a URL that says when it ends, each one counted', async () => {
    const { emit, metrics } = recordedMetrics();
    const image = await find('rc_1', 'img_bob');
    const urls = {
      sign: async (store: string, { key }: { key: string }, seconds: number) =>
        `https://${store}/${key}?${seconds}`,
    };
    const dependencies = { urls, settings: { imageUrlSeconds: 30 }, clock: () => NOON, emit };
    const shown = {
      image: image.view,
      url: 'https://enrolled/acme/img_bob?30',
      expires_at: '2026-03-02T12:00:30.000Z',
    };
    for (const _repeated of [1, 2]) expect(await showCaseImage(image, dependencies)).toEqual(shown);
    const counted = { name: 'ReviewImageViewed', value: 1, dimensions: { Kind: 'enrolled_image' } };
    expect(metrics).toEqual([counted, counted]);
  });
});
