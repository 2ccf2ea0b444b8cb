import { describe, expect, it } from 'vitest';
import type { ComparedFace } from '../../../lambda/images/domain/document-comparison.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { scoreBand } from '../../../lambda/kernel/score-band.ts';
import { compareFaces } from '../../../lambda/registration/compare-faces.ts';
import { aPreparedImage, aRegistration, aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const PORTRAIT = { left: 0.1, top: 0.2, width: 0.2, height: 0.3 };
const facesOf = (similarity: number | undefined): readonly ComparedFace[] | undefined =>
  similarity === undefined ? undefined : [{ similarity, boundingBox: PORTRAIT }];

async function compare(
  faces: readonly ComparedFace[] | undefined,
  sensitivity: 'regular' | 'sensitive' = 'regular',
  documentSha256 = 'b'.repeat(64),
) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(aSession({ status: 'processing' }));
  const answer = await compareFaces(
    {
      registration: aRegistration({ sensitivity }),
      selfie: aPreparedImage(),
      document: aPreparedImage({ key: 'document', sha256: documentSha256, face: PORTRAIT }),
    },
    {
      sessions,
      images: new InMemoryImages({ selfie: new Uint8Array([1]), document: new Uint8Array([2]) }),
      faces: {
        compareFaces: async (selfie, document) => {
          expect([selfie[0], document[0]]).toEqual([1, 2]);
          return faces;
        },
      },
      policy: DEFAULT_POLICY,
      clock: () => NOON,
      emit,
    },
  );
  return { answer, metrics, check: sessions.stored(TENANT, 'vs_1').checks.face_match };
}

describe('comparing selfie and document', () => {
  it.each([
    [95, 'regular', []],
    [94.99, 'regular', ['face_mismatch']],
    [98.9, 'sensitive', ['face_mismatch']],
    [99, 'sensitive', []],
    [0, 'regular', ['face_mismatch']],
  ] as const)('judges a similarity of %d in a %s flow', async (similarity, sensitivity, reasons) => {
    const { answer, check, metrics } = await compare(facesOf(similarity), sensitivity);
    expect(answer).toEqual({ continue: reasons.length === 0, reason_codes: reasons });
    const limit = sensitivity === 'regular' ? '>= 95' : '>= 99';
    expect(check?.measures).toEqual([{ name: 'similarity_percent', value: similarity, limit }]);
    expect(check).toMatchObject({ billable_calls: { CompareFaces: 1 }, cost_usd: 0.001 });
    expect(metrics).toEqual([
      { name: 'FacesCompared', value: 1, dimensions: { Result: reasons[0] ?? 'match' } },
      { name: 'ComparisonSimilarity', value: 1, dimensions: { Band: scoreBand(similarity) } },
    ]);
  });

  it('says that the document shows no face where Rekognition sees none', async () => {
    const { answer, metrics } = await compare(undefined);
    expect(answer).toEqual({ continue: false, reason_codes: ['document_face_not_found'] });
    expect(metrics).toEqual([
      { name: 'FacesCompared', value: 1, dimensions: { Result: 'document_face_not_found' } },
    ]);
  });

  it('declines a document that is the selfie, before Rekognition is paid for', async () => {
    const { answer, check, metrics } = await compare(facesOf(100), 'regular', 'a'.repeat(64));
    expect(answer).toEqual({ continue: false, reason_codes: ['document_is_selfie'] });
    expect(check).toMatchObject({ billable_calls: {}, cost_usd: 0, measures: [] });
    expect(metrics).toEqual([
      { name: 'FacesCompared', value: 1, dimensions: { Result: 'document_is_selfie' } },
    ]);
  });

  it('compares with the portrait, and with no other face of the document', async () => {
    const beside = { similarity: 100, boundingBox: { ...PORTRAIT, left: 0.6 } };
    const { answer, check, metrics } = await compare([beside, { similarity: 3, boundingBox: PORTRAIT }]);
    expect(answer).toEqual({ continue: false, reason_codes: ['face_mismatch'] });
    expect(check?.measures).toEqual([
      { name: 'similarity_percent', value: 3, limit: '>= 95' },
      { name: 'other_faces_similarity_percent', value: 100, limit: '>= 60' },
    ]);
    expect(metrics[1]).toEqual({
      name: 'ComparisonSimilarity',
      value: 1,
      dimensions: { Band: '0 to 50' },
    });
    expect((await compare([beside])).answer.reason_codes).toEqual(['document_face_not_found']);
  });
});
