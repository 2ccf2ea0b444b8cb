import { expect, it } from 'vitest';
import { type CheckFindings, createCheck } from '../../../lambda/kernel/check.ts';
import { emitCalls, emitFindings } from '../../../lambda/sessions/emit-check.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

type Named = Parameters<typeof emitFindings>[1];

/** Counts a check. @returns the metrics, each as its name, value and dimensions */
function counted(check: Named, findings: CheckFindings): string[] {
  const { emit, metrics } = recordedMetrics();
  const made = createCheck(findings, NOON, NOON, {});
  emitCalls('authentication', made.billable_calls, emit);
  emitFindings('authentication', check, made, emit);
  return metrics.map(({ name, value, dimensions }) => [name, value, ...Object.values(dimensions)].join(' '));
}

it('counts a quality gate by its result, with its calls, faces and measures', () => {
  const measures = [
    { name: 'faces', value: 1, limit: 'exactly 1' },
    { name: 'yaw_degrees', value: -12, limit: '-30 to 30' },
    { name: 'sharpness_percent', value: 12.1, limit: '> 25' },
    { name: 'face_occluded', value: false, limit: 'false' },
    { name: 'face_size_px', value: 300, limit: '> 50' },
  ];
  expect(
    counted('selfie_quality', { reasons: ['image_too_blurry'], measures, calls: { DetectFaces: 1 } }),
  ).toEqual([
    'CheckCalls 1 authentication DetectFaces',
    'CheckRecorded 1 authentication selfie_quality failed',
    'QualityRuleFailed 1 authentication selfie image_too_blurry',
    'FacesFound 1 authentication selfie_quality',
    'ImageMeasured 1 authentication selfie_quality yaw_degrees 10 to 20 failed',
    'ImageMeasured 1 authentication selfie_quality sharpness_percent 0 to 25 failed',
    'ImageMeasured 1 authentication selfie_quality face_occluded false failed',
  ]);
});

it.each([
  ['selfie_quality', 'face_not_detected', 'selfie'],
  ['face_indexing', 'image_too_blurry', 'selfie'],
  ['document_quality', 'document_face_not_found', 'document'],
] as const)('counts the rule of %s that a picture failed: %s', (check, reason, image) => {
  const lines = counted(check, { reasons: [reason], calls: {} });
  expect(lines).toContain(`QualityRuleFailed 1 authentication ${image} ${reason}`);
});

it('counts no reason of another check as a rule of the quality gate', () => {
  expect(counted('face_match', { reasons: ['face_mismatch'], calls: {} })).toEqual([
    'CheckRecorded 1 authentication face_match failed',
  ]);
});

it('counts a comparison by the band of its similarity', () => {
  const measures = [{ name: 'similarity_percent', value: 97.2, limit: '>= 95' }];
  expect(counted('face_match', { reasons: [], measures, calls: { CompareFaces: 1 } })).toEqual([
    'CheckCalls 1 authentication CompareFaces',
    'CheckRecorded 1 authentication face_match passed',
    'CheckSimilarity 1 authentication face_match 95 to 99',
  ]);
});

it('counts a search by the faces that it returned, and the most similar of them', () => {
  const match = (similarity: number) => ({ face_id: 'f', collection_id: 'c', similarity });
  expect(
    counted('enrolled_face_search', {
      reasons: [],
      matches: [match(93), match(99.6)],
      calls: { SearchFacesByImage: 2 },
    }),
  ).toEqual([
    'CheckCalls 2 authentication SearchFacesByImage',
    'CheckRecorded 1 authentication enrolled_face_search passed',
    'CheckSimilarity 1 authentication enrolled_face_search 99 to 100',
    'FacesReturned 2 authentication enrolled_face_search',
  ]);
  expect(counted('duplicate_search', { reasons: [], matches: [], calls: {} })).toEqual([
    'CheckRecorded 1 authentication duplicate_search passed',
    'FacesReturned 0 authentication duplicate_search',
  ]);
});
