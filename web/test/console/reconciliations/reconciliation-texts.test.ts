import { expect, it } from 'vitest';
import {
  countedFindings,
  type Finding,
  kindText,
  outcomeText,
  ownerText,
} from '../../../src/console/reconciliations/reconciliation-texts.ts';

it('reads the names of counts, with the region of those in the second one', () => {
  expect(countedFindings({ 'orphan_face.deleted': 3, 'eu-central-1.missing_face.requested': 1 })).toEqual([
    { kind: 'orphan_face', outcome: 'deleted', count: 3 },
    { kind: 'missing_face', outcome: 'requested', region: 'eu-central-1', count: 1 },
  ]);
});

it('names the owner of a face', () => {
  const finding = (owner: Partial<Finding>) => owner as Finding;
  expect(ownerText(finding({ user_id: 'ann' }))).toBe('ann');
  expect(ownerText(finding({ list_id: 'fraud', entry_id: 'wle_1' }))).toBe('watchlist fraud, wle_1');
  expect(ownerText(finding({ list_id: 'fraud' }))).toBe('watchlist fraud');
  expect(ownerText(finding({}))).toBe('nobody');
});

it('writes kinds and outcomes of later releases as words', () => {
  expect(outcomeText('re_indexed')).toBe('indexed again');
  expect(outcomeText('sent_away')).toBe('Sent away');
  expect(kindText('new_kind')).toBe('New kind');
  expect(kindText('orphan_face')).toContain('nobody');
});
