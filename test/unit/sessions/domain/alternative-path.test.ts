import { describe, expect, it } from 'vitest';
import { alternativeMeans, alternativeReason } from '../../../../lambda/kernel/alternative-path.ts';
import {
  isByDocument,
  isOnPath,
  isWithoutLight,
  pathFor,
} from '../../../../lambda/sessions/domain/alternative-path.ts';
import { TRANSITIONS, type TransitionName } from '../../../../lambda/sessions/domain/session-status.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const ALL = alternativeMeans.options;

describe('the path of a request', () => {
  it('is the means it names, if that is offered, whatever the reason', () => {
    for (const reason of alternativeReason.options)
      for (const means of ALL) {
        expect(pathFor({ reason, means }, ALL, NOON)).toEqual({
          means,
          reason,
          requested_at: NOON.toISOString(),
        });
        const others = ALL.filter((other) => other !== means);
        expect(pathFor({ reason, means }, others, NOON)).toBeUndefined();
      }
  });

  it('fits the reason where it names none, and gives nobody a check who wants none', () => {
    const chosen = (reason: (typeof alternativeReason.options)[number], offered = ALL) =>
      pathFor({ reason }, offered, NOON)?.means;
    expect(alternativeReason.options.map((reason) => chosen(reason))).toEqual([
      'movement_challenge',
      'document_review',
      'document_review',
      'document_review',
    ]);
    expect(chosen('photosensitive', ['document_review'])).toBe('document_review');
    expect(chosen('does_not_want_face_check', ['movement_challenge'])).toBeUndefined();
  });
});

describe('the path of a session', () => {
  const on = (means: (typeof ALL)[number]) => ({
    alternative_path: { means, reason: 'other', requested_at: NOON.toISOString() } as const,
  });

  it('is without light, without a face, or the usual one', () => {
    expect([{}, on('movement_challenge'), on('document_review')].map(isByDocument)).toEqual([
      false,
      false,
      true,
    ]);
    expect([{}, on('movement_challenge'), on('document_review')].map(isWithoutLight)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('has its own transitions: without a face, none leads to a run or to a liveness check', () => {
    const names = Object.keys(TRANSITIONS) as TransitionName[];
    const open = names.filter((name) => isOnPath(on('document_review'), name));
    expect(open.filter((name) => TRANSITIONS[name].to === 'processing')).toEqual([]);
    expect(open.filter((name) => name.includes('liveness'))).toEqual([]);
    expect(open.filter((name) => TRANSITIONS[name].to === 'approved')).toEqual(['accept_document']);
    const usual = names.filter((name) => isOnPath(on('movement_challenge'), name));
    expect(usual).toEqual(names.filter((name) => isOnPath({}, name)));
    expect(names.filter((name) => !usual.includes(name))).toEqual(['submit_document', 'accept_document']);
  });
});
